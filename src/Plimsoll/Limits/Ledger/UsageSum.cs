using Plimsoll.Quantities;

namespace Plimsoll.Limits.Ledger;

/// <summary>What the requests of one <see cref="UsageKey"/> used. <c>default</c> has no key and is none.</summary>
/// <param name="Key">What they have in common.</param>
/// <param name="Requests">How many they are.</param>
/// <param name="Usage">Tokens.</param>
/// <param name="Credits">What they cost of session and week.</param>
/// <param name="Cost">What they cost in money.</param>
/// <param name="Estimated">How many of them have estimated tokens.</param>
/// <param name="CutOff">How many of them were cut off.</param>
public readonly record struct UsageSum(
    UsageKey Key, long Requests, TokenUsage Usage, Credits Credits, MicroUsd Cost, long Estimated, long CutOff)
{
    /// <summary>One request.</summary>
    public static UsageSum Of(in LedgerEntry entry) => new(
        entry.Key,
        1,
        entry.Usage,
        entry.Credits,
        entry.Cost,
        entry.IsEstimated ? 1 : 0,
        entry.IsCutOff ? 1 : 0);

    /// <summary>Both together, under the key of this one.</summary>
    public UsageSum Plus(in UsageSum other) => new(
        Key,
        Requests + other.Requests,
        new TokenUsage(
            Usage.Input + other.Usage.Input,
            Usage.CacheWrite + other.Usage.CacheWrite,
            Usage.CacheRead + other.Usage.CacheRead,
            Usage.Output + other.Usage.Output)
        {
            CacheWriteLong = Usage.CacheWriteLong + other.Usage.CacheWriteLong,
        },
        Credits + other.Credits,
        Cost + other.Cost,
        Estimated + other.Estimated,
        CutOff + other.CutOff);
}
