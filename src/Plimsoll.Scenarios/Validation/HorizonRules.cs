using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of the horizon.</summary>
internal static class HorizonRules
{
    /// <summary>The rules.</summary>
    public static IEnumerable<Rules.Rule> All =>
    [
        Rules.For<HorizonSpec>(["months"], (spec, at) =>
        {
            if (spec.Months is < 1 or > 120)
                at.Report($"found {spec.Months}; expected 1 to 120", "months");
        }),
    ];
}
