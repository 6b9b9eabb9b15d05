using NodaTime;

namespace Plimsoll.Scenarios.Validation;

/// <summary>Names of time zones, as the zone database knows them.</summary>
internal static class ZoneNames
{
    public static void Check(string zone, RuleScope at, params string[] key)
    {
        if (Problem(zone) is { } problem)
            at.Report(problem, key);
    }

    public static string? Problem(string zone)
    {
        var zones = DateTimeZoneProviders.Tzdb;
        return zones.GetZoneOrNull(zone) is not null
            ? null
            : $"found '{zone}'; expected an IANA time zone such as America/Los_Angeles"
                + NearestName.Hint(zone, zones.Ids);
    }
}
