using System.Numerics;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// No limit is used for more than it allows by more than the bound: of a window, one request's estimate and what
/// requests used beyond their estimates; of a bucket, what they used beyond their estimates, of output also one
/// estimate. It adds up by itself what requests held and used, and asks the book only when windows end.
/// </summary>
internal sealed class OvershootChecker : Checker
{
    private readonly SwarmCase drawn;
    private readonly Dictionary<(int Scope, NaiveKey Key), Use> uses = [];
    private readonly Dictionary<long, List<(Use Use, int Share)>> held = [];
    private (long Request, NaiveEntry Entry)? admitted;

    public OvershootChecker(SwarmCase drawn, LimitChecker limits)
    {
        this.drawn = drawn;
        limits.Booked = (request, entry, used, ended) =>
        {
            if (ended is { } at)
                End(request, entry, used, at);
            else
                admitted = (request, entry);
        };
    }

    public override string Name => "overshoot";

    /// <summary>Where operators clear windows, their sums begin anew.</summary>
    public override void Acted(SwarmAct act)
    {
        if (!act.RestatesUse)
            return;
        foreach (var window in uses.Keys.Where(key => !IsRate(key.Key.Kind)).ToList())
            uses.Remove(window);
    }

    /// <summary>Takes what was admitted: windows are told once the book holds it.</summary>
    public void Admit(LimitBook book, Func<int, ScopePath> path)
    {
        if (admitted is not { } one)
            return;
        admitted = null;
        var (request, entry) = one;
        List<(Use, int)> shares = [];
        for (var i = 0; i < entry.Shares.Count; i++)
        {
            var (scope, limit) = entry.Shares[i];
            if (limit.Kind is LimitKind.Concurrency or LimitKind.Acceleration or LimitKind.Overage)
                continue;
            var state = book.States(path(scope), null, entry.At).First(state =>
                state.Level == drawn.Accounts[scope].Level && state.Set == limit.Set && state.Kind == limit.Kind
                && state.Terms.Name == limit.Terms.Name && state.Terms.Class == limit.Terms.Class);
            var use = UseOf((scope, limit.Key), entry.Policy, state);
            use.Hold(this, limit, entry.Amounts(entry.Request.Estimate)[i], entry.At, state.Limit);
            shares.Add((use, i));
        }

        held.Add(request, shares);
    }

    private Use UseOf((int, NaiveKey) key, Policy policy, LimitState state)
    {
        var isRate = IsRate(state.Kind);
        if (uses.TryGetValue(key, out var use)
            && ReferenceEquals(use.Policy, policy) && (isRate || use.Ends == state.ResetsAt))
        {
            return use;
        }

        // Another version may let what was used under the one before count for more or less.
        var isRestated = use is not null && !isRate && use.Ends == state.ResetsAt;
        return uses[key] = new(policy, state.ResetsAt) { IsRestated = isRestated };
    }

    private static bool IsRate(LimitKind kind) =>
        kind is LimitKind.Requests or LimitKind.InputTokens or LimitKind.OutputTokens;

    private void End(long request, NaiveEntry entry, TokenUsage? used, Instant now)
    {
        if (!held.Remove(request, out var shares))
            return;
        var estimated = entry.Amounts(entry.Request.Estimate);
        var actual = used is { } usage ? entry.Amounts(usage) : null;
        foreach (var (use, share) in shares)
        {
            // What a bucket is given back, it is given under the policy of the day.
            var (scope, limit) = entry.Shares[share];
            var at = limit.IsRate ? uses.GetValueOrDefault((scope, limit.Key), use) : use;
            at.End(limit, estimated[share], actual?[share] ?? 0, now);
        }
    }

    /// <summary>What was used of one limit in one window, or of a bucket under one policy.</summary>
    private sealed class Use(Policy policy, Instant? ends)
    {
        private BigInteger charged;
        private BigInteger largest;
        private BigInteger excess;
        private BigInteger missing;
        private Instant at;

        public Policy Policy => policy;

        public Instant? Ends => ends;

        public bool IsRestated { get; init; }

        public void Hold(OvershootChecker checker, NaiveLimit limit, BigInteger amount, Instant now, long most)
        {
            if (limit.IsRate)
            {
                HoldInBucket(checker, limit, amount, now, most);
                return;
            }

            if (IsRestated)
                return;
            charged += amount;
            largest = BigInteger.Max(largest, amount);
            if (charged > BigInteger.Max(most - 1, 0) + largest + excess)
            {
                checker.Fail($"{limit} of {most} is charged {charged}: largest estimate {largest}, "
                    + $"beyond estimates {excess}");
            }
        }

        public void End(NaiveLimit limit, BigInteger estimated, BigInteger actual, Instant now)
        {
            if (limit.IsRate)
            {
                Refill(limit, now);
                missing = BigInteger.Max(0, missing + ((actual - estimated) * Period(limit)));
                return;
            }

            charged += actual - estimated;
            excess += BigInteger.Max(0, actual - estimated);
        }

        private void HoldInBucket(
            OvershootChecker checker, NaiveLimit limit, BigInteger amount, Instant now, long most)
        {
            Refill(limit, now);
            var capacity = (BigInteger)most * Period(limit) * TokenBurn.One;
            var rate = (RateLimit)limit.Terms;
            var after = missing + (amount * Period(limit));
            var fits = limit.Kind == LimitKind.OutputTokens && !rate.WholeOutput
                ? missing < capacity + Period(limit) * TokenBurn.One
                : missing.IsZero || after < capacity + Period(limit) * TokenBurn.One;
            if (!fits)
                checker.Fail($"{limit} of {most} admitted {amount} with {missing} of {capacity} missing");
            missing = after;
        }

        private void Refill(NaiveLimit limit, Instant now)
        {
            var rate = (RateLimit)limit.Terms;
            var each = limit.Kind switch
            {
                LimitKind.Requests => rate.Requests,
                LimitKind.InputTokens => rate.Input,
                _ => rate.Output,
            };
            missing = BigInteger.Max(
                0, missing - ((now - at).Nanoseconds * (BigInteger)each!.Value * TokenBurn.One));
            at = now;
        }

        private static BigInteger Period(NaiveLimit limit) => ((RateLimit)limit.Terms).Period.Nanoseconds;
    }
}
