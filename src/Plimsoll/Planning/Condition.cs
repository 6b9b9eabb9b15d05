namespace Plimsoll.Planning;

/// <summary>
/// What a promise is held against. Normal, Peak, Storm and Notice each ask at least as much as the one before. Numbered
/// and append-only: the names appear in JSON output.
/// </summary>
public enum Condition
{
    /// <summary>Mean demand with everything in service.</summary>
    Normal = 1,

    /// <summary>Demand at the criterion's percentile with everything in service.</summary>
    Peak = 2,

    /// <summary>Peak with the criterion's outage: any one feed of any one site lost.</summary>
    Storm = 3,

    /// <summary>Storm at a later date, when demand has grown and contracts may have ended.</summary>
    Growth = 4,

    /// <summary>
    /// Storm with only the capacity that cannot be withdrawn before the promise could be taken back.
    /// </summary>
    Notice = 5,
}
