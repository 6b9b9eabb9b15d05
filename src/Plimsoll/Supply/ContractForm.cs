namespace Plimsoll.Supply;

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
