using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Planning;

/// <summary>Finds what changed between two versions of a policy and makes a dial of each change.</summary>
public static class PolicyDifference
{
    // Multiples of plans that differ by rounding only are the same.
    private const int RatioDigits = 6;

    /// <summary>The dials of everything that differs, in order of change name and scope.</summary>
    /// <param name="before">The older version.</param>
    /// <param name="after">The newer version.</param>
    /// <param name="changes">What is known about changes, for titles.</param>
    /// <param name="classes">Model classes, whose traffic tells which rate binds.</param>
    public static ImmutableArray<Dial> Between(
        Policy before, Policy after, ImmutableArray<ChangeTerms> changes, ImmutableArray<ModelClass> classes)
    {
        var dials = new List<Dial>();
        dials.AddRange(Allowances(before, after, changes));
        dials.AddRange(Amounts(before, after, changes));
        dials.AddRange(Rates(before, after, changes, classes));
        return Distinct(dials);
    }

    /// <summary>The dials of what is in force, turned together: sessions, weeks, and each class's rates.</summary>
    public static ImmutableArray<Dial> Bundles(Policy policy, ImmutableArray<ModelClass> classes)
    {
        var dials = new List<Dial>
        {
            Bundle("all-sessions", "All session limits", (p, m) => Raised(p, WindowKind.Session, m)),
            Bundle("all-weeks", "All weekly limits", (p, m) => Raised(p, WindowKind.Week, m)),
        };
        foreach (var name in classes.Select(c => c.Name))
        {
            dials.Add(Bundle(RatesBundle(name), $"All {name} API rates", (p, m) => p.WithRates(
                (_, modelClass, rates) => modelClass == name ? Scaled(rates, m) : rates)));
        }

        return [.. dials];

        BundleDial Bundle(string key, string title, Func<Policy, double, Policy> turned) => new()
        {
            Key = key,
            Title = title,
            Promise = key,
            After = policy,
            Steps = [],
            AfterMultiple = 1,
            Turned = turned,
        };

        static Policy Raised(Policy policy, WindowKind window, double multiple) => policy with
        {
            Allowances = policy.Allowances.Add(new Allowance(
                "bundle", "turned", window, policy.Plans.Keys.ToFrozenSet(), null, new Factor(multiple), null)),
        };
    }

    /// <summary>Names of the bundles of a service with these classes.</summary>
    public static IEnumerable<string> BundleNames(IEnumerable<string> classes) =>
        ["all-sessions", "all-weeks", .. classes.Select(RatesBundle)];

    private static string RatesBundle(string modelClass) => $"all-{modelClass}-rates";

    /// <summary>Numbers the later ones of dials with the same key: one change may move several scopes.</summary>
    private static ImmutableArray<Dial> Distinct(List<Dial> dials)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. dials.Select(dial =>
        {
            var times = seen[dial.Key] = seen.GetValueOrDefault(dial.Key) + 1;
            return times == 1 ? dial : dial with { Key = $"{dial.Key}/{times}" };
        })];
    }

    private static RateTerms Scaled(RateTerms rates, double multiple) => rates with
    {
        Requests = rates.Requests.Times(multiple),
        Input = rates.Input.Times(multiple),
        Output = rates.Output.Times(multiple),
    };

    private static IEnumerable<Dial> Allowances(Policy before, Policy after, ImmutableArray<ChangeTerms> changes)
    {
        var scopes = before.Allowances.Concat(after.Allowances)
            .Where(AllowanceScope.IsPlanned)
            .Select(AllowanceScope.Of)
            .Distinct()
            .OrderBy(s => s.Window).ThenBy(s => s.Product ?? "", StringComparer.Ordinal)
            .ThenBy(s => s.When ?? "", StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            var moved = after.Plans.Keys.Where(before.Plans.ContainsKey).Order(StringComparer.Ordinal)
                .Select(plan => (
                    Plan: plan,
                    Before: FactorOf(before, scope, plan),
                    After: FactorOf(after, scope, plan)))
                .Where(p => p.Before != p.After)
                .GroupBy(p => (p.Before, p.After));
            foreach (var move in moved)
            {
                string[] plans = [.. move.Select(p => p.Plan)];
                yield return AllowanceDialOf(scope, plans, move.Key, before, after, changes);
            }
        }
    }

    private static AllowanceDial AllowanceDialOf(
        AllowanceScope scope,
        string[] plans,
        (double Before, double After) factors,
        Policy before,
        Policy after,
        ImmutableArray<ChangeTerms> changes)
    {
        Allowance[] touching = [.. after.Allowances.Concat(before.Allowances)
            .Where(a => scope.Holds(a) && a.Plans.Overlaps(plans))];
        var change = ChangeOf(touching, before, after, changes);
        var example = Array.Find(touching, a => a.Change == change.Name) ?? touching[0];
        var window = NameOf(example.Window);
        var limit = example.When is null ? window : $"{window}, {example.When}";
        var steps = plans.Select(p => after.Plans[p])
            .Select(p => (p.Title, Limit: AmountDial.AmountOf(p, example.Window).Value))
            .OrderBy(p => p.Limit).ThenBy(p => p.Title, StringComparer.Ordinal)
            .Select(p => new LimitStep(p.Title, limit, "credits", p.Limit * factors.Before, p.Limit * factors.After));
        return new AllowanceDial
        {
            Key = $"{change.Name}/{example.Name}",
            Title = change.Title,
            Promise = change.Name,
            Steps = [.. steps],
            AfterMultiple = factors.After / factors.Before,
            After = after,
            Window = example.Window,
            Plans = plans.ToFrozenSet(),
            Product = example.Product,
            When = example.When,
            Before = factors.Before,
        };
    }

    /// <summary>A dial for each window, change and multiple: plans whose amounts move alike move together.</summary>
    private static IEnumerable<AmountDial> Amounts(
        Policy before, Policy after, ImmutableArray<ChangeTerms> changes) =>
        from window in new[] { WindowKind.Session, WindowKind.Week }
        from plan in after.Plans.Values.OrderBy(plan => plan.Name, StringComparer.Ordinal)
        where before.Plans.ContainsKey(plan.Name)
        let was = AmountDial.AmountOf(before.Plans[plan.Name], window)
        let now = AmountDial.AmountOf(plan, window)
        where was != now && was > default(Credits)
        let change = ChangeOf($"{plan.Name}/{NameOf(window)}", before, after, changes)
        group (Plan: plan, Was: was, Now: now)
            by (window, change.Key, change.Title, Multiple: Math.Round(now.Value / was.Value, RatioDigits)) into moved
        select new AmountDial
        {
            Key = $"{moved.Key.Key}/{NameOf(moved.Key.window)}",
            Title = moved.Key.Title,
            Promise = moved.Key.Key,
            Steps = [.. moved.OrderBy(p => p.Now).ThenBy(p => p.Plan.Title, StringComparer.Ordinal).Select(p =>
                new LimitStep(p.Plan.Title, NameOf(moved.Key.window), "credits", p.Was.Value, p.Now.Value))],
            AfterMultiple = moved.Max(p => p.Now.Value / p.Was.Value),
            After = after,
            Window = moved.Key.window,
            Before = moved.ToFrozenDictionary(p => p.Plan.Name, p => p.Was),
        };

    private static string NameOf(WindowKind window) => window == WindowKind.Session ? "session" : "week";

    private static IEnumerable<Dial> Rates(
        Policy before, Policy after, ImmutableArray<ChangeTerms> changes, ImmutableArray<ModelClass> classes)
    {
        var came = NewChanges(before, after, changes).ToArray();
        foreach (var tier in after.Tiers.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            foreach (var modelClass in classes)
            {
                if (!before.Tiers.TryGetValue(tier.Name, out var old)
                    || !old.Rates.TryGetValue(modelClass.Name, out var was)
                    || !tier.Rates.TryGetValue(modelClass.Name, out var now)
                    || !RateSteps(tier.Name, was, now).Any())
                    continue;
                var holder = $"{tier.Name} {modelClass.Name}";
                var change = Array.Find(came, c => c.Rates.Contains($"{tier.Name}/{modelClass.Name}"));
                yield return new RateDial
                {
                    Key = $"{change?.Name ?? "end"}/{tier.Name}/{modelClass.Name}",
                    Promise = change?.Name ?? "end",
                    Title = $"{modelClass.Title} API limits of {tier.Name}",
                    Steps = [.. RateSteps(holder, was, now), Reached(holder, was, now, modelClass.Traffic)],
                    AfterMultiple = WeekLoad.OutputLimit(now, modelClass.Traffic)
                        / WeekLoad.OutputLimit(was, modelClass.Traffic),
                    After = after,
                    Tier = tier.Name,
                    Class = modelClass.Name,
                    RatesBefore = was,
                };
            }
        }
    }

    private static IEnumerable<LimitStep> RateSteps(string holder, RateTerms was, RateTerms now)
    {
        if (was.Requests != now.Requests)
            yield return new LimitStep(holder, "RPM", "requests/min", was.Requests.Value, now.Requests.Value);
        if (was.Input != now.Input)
            yield return new LimitStep(holder, "ITPM", "tokens/min", was.Input.Value, now.Input.Value);
        if (was.Output != now.Output)
            yield return new LimitStep(holder, "OTPM", "tokens/min", was.Output.Value, now.Output.Value);
    }

    /// <summary>What a client with average requests gets out of the rates together, whichever binds.</summary>
    private static LimitStep Reached(string holder, RateTerms was, RateTerms now, TrafficShape traffic) => new(
        holder, "output reached", "tokens/min", WeekLoad.OutputLimit(was, traffic), WeekLoad.OutputLimit(now, traffic));

    private static double FactorOf(Policy policy, AllowanceScope scope, string plan) => policy.Allowances
        .Where(a => a.Plans.Contains(plan) && scope.Holds(a))
        .Aggregate(1.0, (product, a) => product * a.Factor.Value);

    private static IEnumerable<ChangeTerms> NewChanges(
        Policy before, Policy after, ImmutableArray<ChangeTerms> changes) =>
        changes.Where(c => after.Changes.Contains(c.Name) && !before.Changes.Contains(c.Name));

    /// <summary>The last change that came and restated an amount, or else the last that ended and had.</summary>
    private static (string Key, string Title) ChangeOf(
        string amount, Policy before, Policy after, ImmutableArray<ChangeTerms> changes)
    {
        if (NewChanges(before, after, changes).LastOrDefault(c => c.Amounts.Contains(amount)) is { } came)
            return (came.Name, came.Title);
        var ended = NewChanges(after, before, changes).LastOrDefault(c => c.Amounts.Contains(amount));
        return ended is null ? ("amounts", "Amounts of plans") : (ended.Name, $"End of: {ended.Title}");
    }

    /// <summary>
    /// The change that moved an allowance: one that came and brought or lifts it, or one that ended and had.
    /// </summary>
    private static (string Name, string Title) ChangeOf(
        Allowance[] touching, Policy before, Policy after, ImmutableArray<ChangeTerms> changes)
    {
        if (Mover(NewChanges(before, after, changes)) is { } came)
            return (came.Name, came.Title);
        var ended = Mover(NewChanges(after, before, changes))!;
        return (ended.Name, $"End of: {ended.Title}");

        ChangeTerms? Mover(IEnumerable<ChangeTerms> candidates)
        {
            var all = candidates.ToArray();
            return Array.Find(all, c => touching.Any(a => a.Change == c.Name))
                ?? Array.Find(all, c => c.Lifts.Any(lifted => touching.Any(a => a.Change == lifted)));
        }
    }
}
