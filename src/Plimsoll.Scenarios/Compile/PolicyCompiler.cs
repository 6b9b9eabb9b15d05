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
        var basis = Basis(spec);
        var changes = spec.Changes
            .OrderBy(change => change.Value.Effective)
            .ThenBy(change => change.Key, StringComparer.Ordinal)
            .Select(change => new Compiled(change.Key, change.Value, AllowancesOf(change.Key, change.Value)))
            .ToList();
        var dates = changes.Select(change => change.Spec.Effective)
            .Concat(changes.Select(change => change.Spec.Until).OfType<DateOnly>())
            .Distinct()
            .Order();
        return new PolicyTimeline([basis, .. dates.Select(date =>
            Version(basis, spec, date, [.. changes.Where(change => change.IsInForce(date))]))]);
    }

    private sealed record Compiled(string Name, ChangeSpec Spec, ImmutableArray<Allowance> Allowances)
    {
        public bool IsInForce(DateOnly date) => Spec.Effective <= date && !(Spec.Until <= date);
    }

    private static Policy Basis(ScenarioSpec spec) => new()
    {
        EffectiveFrom = default,
        Changes = [],
        SessionLength = spec.Windows.Session.Value,
        SessionGrid = spec.Windows.SessionGrid.Value,
        Classes = spec.Classes.ToFrozenDictionary(entry => entry.Key, entry => Class(entry.Key, entry.Value)),
        Plans = spec.Plans.ToFrozenDictionary(entry => entry.Key, entry =>
            new PlanTerms(entry.Key, entry.Value.Title, entry.Value.Session.Value, entry.Value.Week.Value)),
        Tiers = Tiers(spec, []),
        Allowances = [],
    };

    private static Policy Version(Policy basis, ScenarioSpec spec, DateOnly date, List<Compiled> inForce) => basis with
    {
        EffectiveFrom = Instant.FromDate(date),
        Changes = [.. inForce.Select(change => change.Name)],
        Tiers = Tiers(spec, inForce),
        Allowances = [.. inForce.SelectMany(change => Remaining(change, inForce))],
    };

    private static ClassTerms Class(string name, ModelClassSpec spec) => new(
        name,
        [.. spec.Models],
        new CreditWeights(
            spec.Credits.Input.Value,
            spec.Credits.CacheWrite.Value,
            spec.Credits.CacheRead.Value,
            spec.Credits.Output.Value),
        spec.Traffic.Output.Value);

    private static ImmutableArray<Allowance> AllowancesOf(string change, ChangeSpec spec) =>
    [
        .. spec.Allowances.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new Allowance(
            change,
            entry.Key,
            entry.Value.Window,
            entry.Value.Plans.ToFrozenSet(),
            entry.Value.Product,
            entry.Value.Factor.Value,
            entry.Value.When is { } when ? Hours(when) : null))
    ];

    private static WeeklyHours Hours(HoursSpec spec) =>
        new([.. spec.Days], Length(spec.From), Length(spec.To), ZoneTables.Of(spec.Zone));

    private static Duration Length(TimeOnly time) => Duration.FromMinutes((long)time.ToTimeSpan().TotalMinutes);

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

    private static FrozenDictionary<string, TierTerms> Tiers(ScenarioSpec spec, List<Compiled> inForce) =>
        spec.Tiers.ToFrozenDictionary(tier => tier.Key, tier => new TierTerms(tier.Key, Rates(tier, inForce)));

    private static FrozenDictionary<string, RateTerms> Rates(
        KeyValuePair<string, IReadOnlyDictionary<string, RateSpec>> tier,
        List<Compiled> inForce)
    {
        var rates = tier.Value.ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var change in inForce)
        {
            if (!change.Spec.Tiers.TryGetValue(tier.Key, out var replaced))
                continue;
            foreach (var (name, rate) in replaced)
            {
                var before = rates.GetValueOrDefault(name) ?? new RateSpec();
                rates[name] = new RateSpec
                {
                    Requests = rate.Requests ?? before.Requests,
                    Input = rate.Input ?? before.Input,
                    Output = rate.Output ?? before.Output,
                };
            }
        }

        return rates.ToFrozenDictionary(entry => entry.Key, entry => new RateTerms(
            entry.Value.Requests!.Value.Value,
            entry.Value.Input!.Value.Value,
            entry.Value.Output!.Value.Value));
    }
}
