namespace Plimsoll.Limits.Leases;

/// <summary>What a gateway asks the authority for.</summary>
/// <param name="Id">Name that the gateway gives the lease, never given before.</param>
/// <param name="Kind">What its requests have in common.</param>
/// <param name="Size">What it would like.</param>
/// <param name="First">The request that cannot wait: a lease is at least for it.</param>
public readonly record struct LeaseAsk(UInt128 Id, LeaseKind Kind, LeaseSize Size, TokenUsage First);
