namespace Plimsoll.Bench.Gateway.Load;

/// <summary>When requests are sent.</summary>
internal enum LoadKind
{
    /// <summary>Each connection asks again as soon as it has its answer.</summary>
    Closed,

    /// <summary>Each connection asks once, and all their streams are open at the same time.</summary>
    Flood,

    /// <summary>Requests arrive at the tenants' rates, whether or not earlier ones were answered.</summary>
    Open,
}
