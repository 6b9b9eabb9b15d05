using System.Collections.Immutable;

namespace Plimsoll.Storage.Tests.History;

/// <summary>What a client tried and what it was told.</summary>
/// <param name="Number">Which one it is; also the name of its request in the ledger.</param>
/// <param name="Begin">Its begin in the order of all begins and ends.</param>
/// <param name="End">Its end in that order.</param>
/// <param name="Outcome">What it was told.</param>
/// <param name="Seen">By key: what it read.</param>
internal sealed record Operation(
    int Number, long Begin, long End, Outcome Outcome, ImmutableDictionary<string, ImmutableArray<int>> Seen);
