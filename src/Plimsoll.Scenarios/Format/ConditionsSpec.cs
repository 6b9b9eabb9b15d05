using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// What the conditions under which limits are held need to know beside the criterion. All of it may be left out.
/// </summary>
public sealed record ConditionsSpec
{
    /// <summary>How long after <c>compare.ramped</c> the Growth condition is asked for; absent: 92 days.</summary>
    [ZeroAllowed]
    public Input<Duration>? GrowthAfter { get; init; }

    /// <summary>How long before a limit can be lowered users have to be told; absent: 30 days.</summary>
    [ZeroAllowed]
    public Input<Duration>? Notice { get; init; }

    /// <summary>
    /// The same for single promises, by the name of a change or of a bundle: <c>all-sessions</c>, <c>all-weeks</c>,
    /// <c>all-CLASS-rates</c>.
    /// </summary>
    [ZeroAllowed]
    public IReadOnlyDictionary<string, Input<Duration>> Notices { get; init; } =
        new Dictionary<string, Input<Duration>>();
}
