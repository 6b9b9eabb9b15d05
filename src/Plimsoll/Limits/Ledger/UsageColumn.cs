namespace Plimsoll.Limits.Ledger;

/// <summary>What usage can be told apart by.</summary>
public enum UsageColumn
{
    /// <summary>Start of the hour, UTC.</summary>
    Hour,

    /// <summary>The day, UTC.</summary>
    Day,

    /// <summary>Organization that pays.</summary>
    Organization,

    /// <summary>Lowest scope that pays: known of entries, not of the sums that outlive them.</summary>
    Scope,

    /// <summary>Model class.</summary>
    Class,

    /// <summary>Pool of upstreams.</summary>
    Pool,

    /// <summary>Plan, tier and limit sets.</summary>
    Plan,

    /// <summary>Lane: known of entries, not of the sums that outlive them.</summary>
    Lane,
}
