namespace Plimsoll.Limits.Metering;

/// <summary>What of a request a rule counts, before allowances.</summary>
internal enum ChargeBase
{
    /// <summary>Millionths of a credit.</summary>
    Credits,

    /// <summary>Money, in parts of a millionth of a dollar.</summary>
    Money,

    /// <summary>Metered tokens.</summary>
    Tokens,

    /// <summary>Requests.</summary>
    Requests,
}
