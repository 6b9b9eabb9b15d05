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

/// <summary>Form of the right to use capacity. Numbered and append-only.</summary>
public enum ContractForm
{
    /// <summary>A lease or cloud-services agreement for named capacity.</summary>
    Lease = 1,

    /// <summary>Reserved capacity of a cloud provider.</summary>
    Reserved = 2,

    /// <summary>On demand, as far as there is any.</summary>
    OnDemand = 3,

    /// <summary>Spot: may be withdrawn at any time.</summary>
    Spot = 4,

    /// <summary>A minimum is paid whether used or not.</summary>
    TakeOrPay = 5,

    /// <summary>The service's own.</summary>
    Owned = 6,
}
