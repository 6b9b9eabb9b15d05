namespace Plimsoll.Gateway.Durability;

/// <summary>What the ledger says of an answer beside its tokens.</summary>
/// <param name="Pool">Upstream that served it; null: none.</param>
/// <param name="IsEstimated">Whether the tokens are an estimate.</param>
/// <param name="IsCutOff">Whether it ended before its end.</param>
public readonly record struct Served(string? Pool, bool IsEstimated = false, bool IsCutOff = false);
