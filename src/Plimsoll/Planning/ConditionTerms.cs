using System.Collections.Frozen;
using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>What the conditions need to know beside the criterion.</summary>
public sealed record ConditionTerms
{
    /// <summary>How long after the end of the ramp <see cref="Condition.Growth"/> is asked for. Default 92 d.</summary>
    public Duration GrowthAfter { get; init; } = Duration.FromDays(92);

    /// <summary>How long before a limit can be lowered users have to be told. Default 30 d.</summary>
    public Duration Notice { get; init; } = Duration.FromDays(30);

    /// <summary>The same for single promises, by the name of the change or bundle. Default: none.</summary>
    public FrozenDictionary<string, Duration> Notices { get; init; } = FrozenDictionary<string, Duration>.Empty;

    /// <summary>The notice of a promise, by the name of its change or bundle.</summary>
    public Duration NoticeOf(string promise) => Notices.GetValueOrDefault(promise, Notice);
}
