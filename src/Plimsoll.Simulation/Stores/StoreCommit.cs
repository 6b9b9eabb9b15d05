using System.Collections.Immutable;
using Plimsoll.Limits.Leases;

namespace Plimsoll.Simulation.Stores;

/// <summary>What a gateway sends to the store: compare these versions, then do all of this or nothing.</summary>
/// <param name="Gateway">Life of the gateway that sends it: another one after it died.</param>
/// <param name="Number">Number of the commit among those of this life.</param>
/// <param name="Seat">Whose scopes it is about.</param>
/// <param name="Expected">Versions that were read.</param>
/// <param name="Notes">What became of leases.</param>
/// <param name="Ask">A lease that is asked for; null: none.</param>
public sealed record StoreCommit(
    int Gateway,
    int Number,
    int Seat,
    (long Organization, long Seat) Expected,
    ImmutableArray<LeaseNote> Notes,
    LeaseAsk? Ask);
