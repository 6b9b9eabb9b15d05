namespace Plimsoll.Limits.Metering;

/// <summary>What limits requests of one class on one lane, at one scope. Immutable.</summary>
internal sealed class LaneRules
{
    /// <summary>Limits that apply, in the order in which they are told.</summary>
    /// <param name="rates">Rate limits.</param>
    /// <param name="periods">Other limits.</param>
    /// <param name="missing">
    /// Why no such request is included; null when it is. One that was before stays in flight all the same.
    /// </param>
    public LaneRules(RateRule[] rates, PeriodRule[] periods, string? missing)
    {
        Missing = missing;
        Rates = rates;
        Periods = periods;
        Slots = Array.ConvertAll(periods, rule => new PeriodSlot(rule));
        IsLimiting = Array.Exists(rates, rule => rule.IsLimiting) || Array.Exists(periods, rule => !rule.IsOverages);
    }

    /// <summary>Rate limits.</summary>
    public RateRule[] Rates { get; }

    /// <summary>Other limits.</summary>
    public PeriodRule[] Periods { get; }

    /// <summary>The same side by side, with what the hot path needs of most of them.</summary>
    public PeriodSlot[] Slots { get; }

    /// <summary>Whether some limit counts ordinary requests: overage counts only what is paid as such.</summary>
    public bool IsLimiting { get; }

    /// <summary>Why no such request is included; null when it is.</summary>
    public string? Missing { get; }
}
