namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>Every run of a case.</summary>
internal sealed record CaseResult(BenchCase Case, IReadOnlyList<PeerResult> Peers);
