namespace Plimsoll.Limits.Metering;

/// <summary>Everything that one combination of sets limits in one epoch. Immutable.</summary>
/// <param name="lanes">By class and lane, what limits such a request.</param>
/// <param name="rates">Every rate limit, once.</param>
/// <param name="periods">Every other limit, once.</param>
internal sealed class ScopeRules(LaneRules[] lanes, RateRule[] rates, PeriodRule[] periods)
{
    private const int Lanes = 3;

    private static readonly LaneRules UnknownClass = new([], [], "The policy in force does not know this model class.");

    /// <summary>Every rate limit, once, by offset.</summary>
    public RateRule[] Rates { get; } = rates;

    /// <summary>Every other limit, once, by offset. Its allowances are those of one class and not to be used.</summary>
    public PeriodRule[] Periods { get; } = periods;

    /// <summary>What limits requests for a class on a lane.</summary>
    public LaneRules For(int modelClass, Lane lane)
    {
        var index = (modelClass * Lanes) + (int)lane;
        return index >= 0 && index < lanes.Length ? lanes[index] : UnknownClass;
    }

    /// <summary>The rate limit that keeps its counters at an offset; null when it is not in force.</summary>
    public RateRule? RateAt(int offset)
    {
        foreach (var rule in Rates)
        {
            if (rule.Offset == offset)
                return rule;
        }

        return null;
    }

    /// <summary>The other limit that keeps its counters at an offset; null when it is not in force.</summary>
    public PeriodRule? PeriodAt(int offset)
    {
        foreach (var rule in Periods)
        {
            if (rule.Offset == offset)
                return rule;
        }

        return null;
    }
}
