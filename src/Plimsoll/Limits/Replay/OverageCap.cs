namespace Plimsoll.Limits.Replay;

/// <summary>Which of the limits that terms of overage make. Numbered and append-only.</summary>
public enum OverageCap
{
    /// <summary>Money in a UTC day.</summary>
    Day = 1,

    /// <summary>Money in a UTC month.</summary>
    Month = 2,

    /// <summary>Credit that was bought beforehand.</summary>
    Credit = 3,
}
