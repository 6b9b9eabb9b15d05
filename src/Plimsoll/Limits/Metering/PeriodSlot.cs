namespace Plimsoll.Limits.Metering;

/// <summary>What admitting a request needs of a period rule.</summary>
internal readonly struct PeriodSlot(PeriodRule rule)
{
    /// <summary>The rule.</summary>
    public readonly PeriodRule Rule = rule;

    /// <summary>Its limit, where it is plain.</summary>
    public readonly long Limit = rule.Limit;

    /// <summary>First word of its counters in the scope's block.</summary>
    public readonly int Offset = rule.Offset;

    /// <summary>Whether it is a window of credits that are charged as they are, as most are.</summary>
    public readonly bool IsPlain = rule.IsPlain;
}
