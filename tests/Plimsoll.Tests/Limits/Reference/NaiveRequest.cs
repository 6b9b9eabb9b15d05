using System.Numerics;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>One request, in names instead of numbers.</summary>
internal sealed record NaiveRequest(int Scope, string Class, TokenUsage Estimate)
{
    public string Product { get; init; } = "chat";

    public string? Trait { get; init; }

    public Lane Lane { get; init; }

    public int Requests { get; init; }

    public int Id { get; init; }

    public bool Consents { get; init; }
}

/// <summary>One limit of one scope that counts an admitted request, as it stood at admission.</summary>
internal sealed record NaiveShare(int Scope, NaiveLimit Limit);

/// <summary>An admitted request. What it takes of its limits is fixed by the policy of its admission.</summary>
internal sealed record NaiveEntry(
    NaiveRequest Request, Policy Policy, Instant At, List<NaiveShare> Shares, bool IsOverage, Lane Served)
{
    private readonly Dictionary<(TokenUsage Usage, int Requests), BigInteger[]> known = [];

    public Duration Life => Request.Lane == Lane.Batch ? Policy.BatchLife : Policy.ReservationLife;

    public bool Equals(NaiveEntry? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>What some usage takes of each of its limits, in their order.</summary>
    public BigInteger[] Amounts(TokenUsage usage) => Amounts(usage, Request.Requests);

    /// <summary>The same for another number of requests.</summary>
    public BigInteger[] Amounts(TokenUsage usage, int requests)
    {
        var asked = Request with { Requests = requests };
        if (!known.TryGetValue((usage, requests), out var amounts))
        {
            amounts = [.. Shares.Select(share => Amount(share.Limit, asked, usage, Policy, At))];
            known[(usage, requests)] = amounts;
        }

        return amounts;
    }

    /// <summary>
    /// Millionths of a request or token for rates; requests, tokens, millionths of a credit or of a dollar else.
    /// </summary>
    public static BigInteger Amount(
        NaiveLimit limit, NaiveRequest request, TokenUsage usage, Policy policy, Instant at)
    {
        var requests = Math.Max(1, request.Requests);
        return limit.Kind switch
        {
            LimitKind.Requests => (BigInteger)requests * TokenBurn.One,
            LimitKind.InputTokens => Weighed(usage, Burn(((RateLimit)limit.Terms).Burn)),
            LimitKind.OutputTokens => (BigInteger)usage.Output.Value * TokenBurn.One,
            LimitKind.Concurrency => requests,
            LimitKind.Acceleration => (BigInteger)usage.Input.Value + usage.CacheWrite.Value
                + usage.CacheWriteLong.Value + usage.Output.Value,
            LimitKind.Session or LimitKind.Week => Charged(limit, request, policy, at, 1,
                Weighed(usage, Weights(policy.Classes[request.Class].Weights))),
            _ => Charged(limit, request, policy, at, 1_000_000,
                Weighed(usage, Prices(policy.Classes[request.Class].Prices))),
        };
    }

    /// <summary>The amount over the product of the allowances that match, rounded up once.</summary>
    private static BigInteger Charged(
        NaiveLimit limit, NaiveRequest request, Policy policy, Instant at, BigInteger parts, BigInteger amount)
    {
        var window = limit.Kind switch
        {
            LimitKind.Session => WindowKind.Session,
            LimitKind.Week => WindowKind.Week,
            _ => WindowKind.Spend,
        };
        var (above, below) = (amount, parts);
        foreach (var allowance in policy.Allowances)
        {
            if (allowance.Window != window
                || !allowance.Plans.Contains(limit.Set)
                || (allowance.Product ?? request.Product) != request.Product
                || (allowance.Class ?? request.Class) != request.Class
                || (allowance.Lane ?? request.Lane) != request.Lane
                || (allowance.Trait ?? request.Trait) != request.Trait
                || allowance.When?.Contains(at) == false)
            {
                continue;
            }

            above *= 1_000_000;
            below *= (BigInteger)Math.Round((decimal)allowance.Factor.Value * 1_000_000);
        }

        return Ceiling(above, below);
    }

    public static BigInteger Ceiling(BigInteger above, BigInteger below)
    {
        var quotient = BigInteger.DivRem(above, below, out var rest);
        return rest.Sign > 0 ? quotient + 1 : quotient;
    }

    private static BigInteger Weighed(TokenUsage usage, long[] weights) =>
        ((BigInteger)usage.Input.Value * weights[0])
        + ((BigInteger)usage.CacheWrite.Value * weights[1])
        + ((BigInteger)usage.CacheWriteLong.Value * weights[2])
        + ((BigInteger)usage.CacheRead.Value * weights[3])
        + ((BigInteger)usage.Output.Value * weights[4]);

    private static long[] Burn(TokenBurn burn) =>
        [burn.Input, burn.CacheWrite, burn.CacheWriteLong, burn.CacheRead, burn.Output];

    private static long[] Weights(CreditWeights weights) =>
    [
        weights.Input.Micro, weights.CacheWrite.Micro, weights.CacheWriteLong.Micro, weights.CacheRead.Micro,
        weights.Output.Micro,
    ];

    private static long[] Prices(PriceTerms prices) =>
    [
        prices.Input.Value, prices.CacheWrite.Value, prices.CacheWriteLong.Value, prices.CacheRead.Value,
        prices.Output.Value,
    ];
}
