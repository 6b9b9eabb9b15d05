namespace Plimsoll.Limits.Metering;

/// <summary>What a reservation holds of one period. Written in place, field by field: there are many.</summary>
internal struct PeriodHold
{
    /// <summary>The end that no period has.</summary>
    public const long Nowhere = long.MinValue;

    /// <summary>End of the period it belongs to in nanoseconds, <see cref="Nowhere"/> where it holds nothing.</summary>
    public long End;

    /// <summary>What is held, in the rule's unit.</summary>
    public long Charge;

    /// <summary>Rate at admission, at which the actual usage is charged too.</summary>
    public ChargeRate Rate;

    /// <summary>Whether the period was not open before it.</summary>
    public bool HasOpened;

    /// <summary>What its period is about to be charged in its place.</summary>
    public long Next;
}
