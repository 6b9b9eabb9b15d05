namespace Plimsoll.Limits.Leases;

/// <summary>A request admitted from a lease: a handle, valid for its line alone. <c>default</c> is none.</summary>
/// <param name="Slot">Its place.</param>
/// <param name="Generation">Which request at that place; never 0.</param>
public readonly record struct LeasedRequest(int Slot, int Generation);
