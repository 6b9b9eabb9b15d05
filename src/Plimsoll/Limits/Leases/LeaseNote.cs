namespace Plimsoll.Limits.Leases;

/// <summary>What a gateway tells the authority about a lease.</summary>
/// <param name="Lease">Its name.</param>
/// <param name="Totals">What became of it so far.</param>
/// <param name="Version">Which state of it this is, for the gateway to know which one was told.</param>
public readonly record struct LeaseNote(UInt128 Lease, LeaseTotals Totals, int Version);
