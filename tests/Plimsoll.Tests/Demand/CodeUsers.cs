using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Demand;

/// <summary>A population of one user a week, active at every hour alike.</summary>
internal static class CodeUsers
{
    public static Population Of(
        double sessionDemand, double userSpread, double sessionSpread, double frequencyShare = 0) => new()
        {
            Name = "users",
            Plan = "pro",
            Product = "code",
            Users = 1,
            SessionsPerWeek = 8,
            ActiveHoursPerSession = 2.5,
            SessionDemand = sessionDemand,
            UserSpread = userSpread,
            FrequencyShare = frequencyShare,
            SessionSpread = sessionSpread,
            Mix = ImmutableArray.Create(1.0),
            Region = new Region("utc", [(ZoneOffsets.Utc, 1)]),
            Rhythm = new Rhythm([.. Enumerable.Repeat(1.0, 24)], [.. Enumerable.Repeat(1.0, 24)]),
        };
}
