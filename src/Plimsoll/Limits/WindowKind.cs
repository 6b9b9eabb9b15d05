namespace Plimsoll.Limits;

/// <summary>What an allowance multiplies. Numbered and append-only.</summary>
public enum WindowKind
{
    /// <summary>Opens at the first admitted request and has a fixed length.</summary>
    Session = 1,

    /// <summary>Seven days from a fixed weekday and time of the account.</summary>
    Week = 2,

    /// <summary>Money in a calendar period: of spend limits and of overage.</summary>
    Spend = 3,
}
