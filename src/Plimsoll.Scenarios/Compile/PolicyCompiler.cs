using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Compiles the limits and changes of a scenario into versions by effective date. Thread-safe.</summary>
public static class PolicyCompiler
{
    /// <summary>
    /// Compiles a valid scenario. The first version holds the limits before any change and is in force from the epoch;
    /// a further one begins at each midnight UTC at which a change comes or goes.
    /// </summary>
    /// <param name="spec">Spec of a loaded scenario, or a variant of it.</param>
    public static PolicyTimeline Compile(ScenarioSpec spec)
    {
        var changes = spec.Changes
            .OrderBy(change => change.Value.Effective)
            .ThenBy(change => change.Key, StringComparer.Ordinal)
            .Select(change => new Compiled(change.Key, change.Value, AllowanceCompiler.Of(change.Key, change.Value)))
            .ToList();
        var dates = changes.Select(change => change.Spec.Effective)
            .Concat(changes.Select(change => change.Spec.Until).OfType<DateOnly>())
            .Distinct()
            .Order();
        return new PolicyTimeline([Version(spec, default, []), .. dates.Select(date =>
            Version(spec, Instant.FromDate(date), [.. changes.Where(change => change.IsInForce(date))]) with
            {
                InProgress = InProgressAt(date, changes),
            })]);
    }

    private sealed record Compiled(string Name, ChangeSpec Spec, ImmutableArray<Allowance> Allowances)
    {
        public bool IsInForce(DateOnly date) => Spec.Effective <= date && !(Spec.Until <= date);
    }

    private static Policy Version(ScenarioSpec spec, Instant from, List<Compiled> inForce)
    {
        var standard = new Policy
        {
            EffectiveFrom = from,
            Changes = [.. inForce.Select(change => change.Name)],
            SessionLength = spec.Windows.Session.Value,
            SessionGrid = spec.Windows.SessionGrid.Value,
            Classes = spec.Classes.ToFrozenDictionary(entry => entry.Key, entry => Class(entry, inForce)),
            Plans = spec.Plans.ToFrozenDictionary(entry => entry.Key, entry => Plan(entry, inForce)),
            Tiers = spec.Tiers.ToFrozenDictionary(entry => entry.Key, entry => Tier(entry, spec, inForce)),
            Sets = spec.Limits.ToFrozenDictionary(entry => entry.Key, entry => Set(entry, inForce)),
            Allowances = [.. inForce.SelectMany(change => Remaining(change, inForce))],
        };
        return standard with
        {
            ReservationLife = spec.Windows.Reservation?.Value ?? standard.ReservationLife,
            BatchLife = spec.Windows.BatchReservation?.Value ?? standard.BatchLife,
        };
    }

    /// <summary>What the changes that come or end on a day say of windows in progress; they all say the same.</summary>
    private static InProgress InProgressAt(DateOnly date, List<Compiled> changes) => changes
        .Where(change => change.Spec.Effective == date || change.Spec.Until == date)
        .Select(change => change.Spec.InProgress)
        .FirstOrDefault(stated => stated is not null) ?? InProgress.KeepUsed;

    private static ClassTerms Class(KeyValuePair<string, ModelClassSpec> written, List<Compiled> inForce)
    {
        var (name, spec) = written;
        var (weights, price) = (spec.Credits, spec.Price);
        foreach (var change in inForce)
        {
            weights = change.Spec.Credits.GetValueOrDefault(name, weights);
            price = change.Spec.Price.TryGetValue(name, out var replaced) ? replaced : price;
        }

        return new ClassTerms(name, [.. spec.Models], Weights(weights), spec.Traffic.Output.Value)
        {
            Prices = price is null ? PriceTerms.Unknown : Prices(price),
            Reserve = spec.Reserve,
        };
    }

    private static CreditWeights Weights(WeightsSpec spec) =>
        new(spec.Input.Value, spec.CacheWrite.Value, spec.CacheRead.Value, spec.Output.Value)
        {
            CacheWriteLong = (spec.CacheWriteLong ?? spec.CacheWrite).Value,
        };

    private static PriceTerms Prices(PriceSpec spec)
    {
        var usual = PriceTerms.OfTokens(
            (double)spec.Input.Value.PerMillion.Dollars, (double)spec.Output.Value.PerMillion.Dollars);
        return usual with
        {
            CacheWrite = spec.CacheWrite?.Value.PerMillion ?? usual.CacheWrite,
            CacheWriteLong = spec.CacheWriteLong?.Value.PerMillion ?? usual.CacheWriteLong,
            CacheRead = spec.CacheRead?.Value.PerMillion ?? usual.CacheRead,
        };
    }

    private static PlanTerms Plan(KeyValuePair<string, PlanSpec> written, List<Compiled> inForce)
    {
        var plan = written.Value;
        foreach (var change in inForce)
        {
            if (change.Spec.Plans.TryGetValue(written.Key, out var replaced))
                plan = plan.With(replaced);
        }

        return new PlanTerms(written.Key, plan.Title, plan.Session.Value, plan.Week.Value)
        {
            Further = LimitCompiler.Of(plan),
        };
    }

    private static LimitSet Set(KeyValuePair<string, LimitSetSpec> written, List<Compiled> inForce) =>
        new(written.Key, LimitCompiler.Of(With(written.Value, inForce.Select(change =>
            change.Spec.Limits.GetValueOrDefault(written.Key)))));

    private static TierTerms Tier(
        KeyValuePair<string, IReadOnlyDictionary<string, RateSpec>> written, ScenarioSpec spec, List<Compiled> inForce)
    {
        var (name, rates) = written;
        foreach (var change in inForce)
        {
            if (change.Spec.Tiers.TryGetValue(name, out var replaced))
            {
                rates = LimitSets.Over(rates, replaced.ToDictionary(
                    rate => rate.Key, rate => (rates.GetValueOrDefault(rate.Key) ?? new RateSpec()).With(rate.Value)));
            }
        }

        var further = With(
            spec.TierLimits.GetValueOrDefault(name) ?? new LimitSetSpec(),
            inForce.Select(change => change.Spec.TierLimits.GetValueOrDefault(name)));
        return new TierTerms(name, rates.ToFrozenDictionary(rate => rate.Key, rate => Rates(rate.Value)))
        {
            Further = LimitCompiler.Of(further),
        };
    }

    private static LimitSetSpec With(LimitSetSpec set, IEnumerable<LimitSetSpec?> replaced) =>
        replaced.OfType<LimitSetSpec>().Aggregate(set, (before, change) => before.With(change));

    private static RateTerms Rates(RateSpec spec) =>
        new(spec.Requests!.Value.Value, spec.Input!.Value.Value, spec.Output!.Value.Value)
        {
            Burst = spec.Burst?.Value,
            CountsCacheReads = spec.CountsCacheReads ?? false,
            WholeOutput = spec.WholeOutput ?? false,
        };

    /// <summary>The change's allowances without the plans for which a change in force takes it back.</summary>
    private static IEnumerable<Allowance> Remaining(Compiled change, List<Compiled> inForce)
    {
        var lifted = inForce.SelectMany(other => other.Spec.Lifts)
            .Where(lift => lift.Change == change.Name)
            .SelectMany(lift => lift.Plans)
            .ToHashSet();
        return change.Allowances
            .Select(allowance => lifted.Count == 0
                ? allowance
                : allowance with { Plans = allowance.Plans.Where(plan => !lifted.Contains(plan)).ToFrozenSet() })
            .Where(allowance => allowance.Plans.Count > 0);
    }
}
