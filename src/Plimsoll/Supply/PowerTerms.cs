namespace Plimsoll.Supply;

/// <summary>Who pays for the energy of what a contract covers. Numbered and append-only.</summary>
public enum PowerTerms
{
    /// <summary>It is passed through: paid for beside the fee, as it passes the meter.</summary>
    PassedThrough = 1,

    /// <summary>The fee covers it.</summary>
    Included = 2,
}
