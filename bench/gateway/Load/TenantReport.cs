namespace Plimsoll.Bench.Gateway.Load;

/// <summary>What became of one tenant's requests of those that arrived while it was measured.</summary>
/// <param name="Offered">Requests that arrived.</param>
/// <param name="Good">Answered within the deadline.</param>
/// <param name="Late">Answered after it.</param>
/// <param name="Refused">Refused as busy: 429, 503 or 529.</param>
/// <param name="VirtualTokens">Tokens of those answered, weighed as the gateway's queue does.</param>
/// <param name="Refusal">How soon refusals came.</param>
internal sealed record TenantReport(
    long Offered, long Good, long Late, long Refused, double VirtualTokens, Quantiles Refusal);
