using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>The rate limits of an API organisation, by model class.</summary>
internal sealed class TierLimits(string tier) : IAccountLimits
{
    private readonly Dictionary<string, Buckets> classes = new(StringComparer.Ordinal);

    public Decision Reserve(Policy policy, string modelClass, TokenUsage estimate, Instant now)
    {
        if (!policy.Tiers.TryGetValue(tier, out var promise))
            return new Decision.NotIncluded($"The policy in force has no tier '{tier}'.");
        if (!promise.Rates.TryGetValue(modelClass, out var rates))
            return new Decision.NotIncluded($"Tier '{tier}' does not include model class '{modelClass}'.");

        ref var buckets = ref CollectionsMarshal.GetValueRefOrAddDefault(classes, modelClass, out var known);
        if (!known)
            buckets = new Buckets(rates, now);
        buckets.Refill(rates, policy.EffectiveFrom, now);
        if (buckets.Refusal(modelClass, estimate, now) is { } refusal)
            return refusal;

        buckets.Hold(estimate);
        return new Decision.Admitted(new Reservation(modelClass, estimate, now));
    }

    public void Settle(Policy policy, Reservation reservation, TokenUsage actual, Instant now)
    {
        ref var buckets = ref Of(reservation);
        if (policy.Tiers.TryGetValue(tier, out var promise)
            && promise.Rates.TryGetValue(reservation.ModelClass, out var rates))
        {
            buckets.Refill(rates, policy.EffectiveFrom, now);
        }
        else
        {
            buckets.Refill(now);
        }

        buckets.Settle(reservation, served: 1, actual);
    }

    public void Release(Reservation reservation, Instant now)
    {
        ref var buckets = ref Of(reservation);
        buckets.Refill(now);
        buckets.Settle(reservation, served: 0, default);
    }

    public ImmutableArray<LimitState> States(Policy policy, string? modelClass, Instant now)
    {
        if (!policy.Tiers.TryGetValue(tier, out var promise))
            return [];
        var states = ImmutableArray.CreateBuilder<LimitState>();
        if (modelClass is not null)
            AddStates(policy, promise, modelClass, now, states);
        else
        {
            foreach (var name in promise.Rates.Keys.Order(StringComparer.Ordinal))
                AddStates(policy, promise, name, now, states);
        }

        return states.DrainToImmutable();
    }

    private void AddStates(
        Policy policy, TierTerms promise, string modelClass, Instant now, ImmutableArray<LimitState>.Builder states)
    {
        if (!promise.Rates.TryGetValue(modelClass, out var rates))
            return;
        var buckets = classes.TryGetValue(modelClass, out var known) ? known : new Buckets(rates, now);
        buckets.Refill(rates, policy.EffectiveFrom, now);
        buckets.AddStates(modelClass, states);
    }

    private ref Buckets Of(Reservation reservation) =>
        ref CollectionsMarshal.GetValueRefOrNullRef(classes, reservation.ModelClass);
}
