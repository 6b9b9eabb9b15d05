using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>All of one run of the bench.</summary>
internal sealed record BenchReport(
    string Machine,
    IReadOnlyDictionary<string, string> Versions,
    IReadOnlyList<CaseResult> Cases,
    FloodResult? Flood,
    IReadOnlyList<OverloadResult>? Overload)
{
    /// <summary>Whether no run through the gateway had an error, and its ledger is exact.</summary>
    public bool IsSound =>
        Cases.SelectMany(bench => bench.Peers).All(peer => peer.Peer != PlimsollPeer.Here.Name || !peer.Errors.Any())
        && Flood is null or { IsExact: true, Sample.Load.Errors.Count: 0 }
        && (Overload ?? []).All(result => result.Load.Errors.Count == 0);
}
