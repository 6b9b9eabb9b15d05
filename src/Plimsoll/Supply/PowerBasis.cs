namespace Plimsoll.Supply;

/// <summary>What a stated number of megawatts counts. Numbered and append-only.</summary>
public enum PowerBasis
{
    /// <summary>Power of servers, network and storage; cooling and losses come on top.</summary>
    It = 1,

    /// <summary>Power of the whole facility, cooling and losses included.</summary>
    Facility = 2,

    /// <summary>Power under contract with the supplier; taken as facility power.</summary>
    Contracted = 3,
}
