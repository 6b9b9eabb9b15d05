using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Compiles what one combination of sets limits under one policy version.</summary>
internal sealed class RuleCompiler(Policy policy, ImmutableArray<string> sets, Layout layout, BookNames names)
{
    /// <summary>A request notes in 64 bits which rate limits of four scopes count it.</summary>
    private const int MostRates = 16;

    private readonly Dictionary<int, RateRule> rates = [];
    private readonly Dictionary<int, PeriodRule> periods = [];

    /// <summary>Compiles.</summary>
    public ScopeRules Compile()
    {
        // Every limit first, in the order of the sets: a class or a lane that it does not count must not move it.
        string? unused = null;
        foreach (var set in sets)
        {
            foreach (var terms in TermsOf(set, "", ref unused))
                AddRules(set, terms, terms.Class ?? "", Lane.Standard, null, null);
        }

        var lanes = names.Classes
            .SelectMany(name => Enum.GetValues<Lane>().Select(lane => Compile(name, lane)))
            .ToArray();
        return new ScopeRules(lanes, [.. rates.Values], [.. periods.Values]);
    }

    private LaneRules Compile(string modelClass, Lane lane)
    {
        var laneRates = new List<RateRule>();
        var lanePeriods = new List<PeriodRule>();
        var missing = policy.Classes.ContainsKey(modelClass)
            ? null
            : $"The policy in force has no model class '{modelClass}'.";
        foreach (var set in sets)
        {
            foreach (var terms in TermsOf(set, modelClass, ref missing))
            {
                if (terms.Class is { } only && only != modelClass)
                    continue;
                var counts = terms.Lane is { } onlyLane
                    ? onlyLane == lane
                    : lane != Lane.Batch || terms is WindowLimit or SpendLimit or OverageTerms;
                AddRules(set, terms, modelClass, lane, counts ? laneRates : null, counts ? lanePeriods : null);
            }
        }

        if (laneRates.Count > MostRates)
        {
            throw new ArgumentException(
                $"The sets {string.Join(", ", sets)} hold {laneRates.Count} rate limits for {modelClass}; "
                + $"one scope may have {MostRates}. Join those that are alike.");
        }

        return new LaneRules([.. laneRates], [.. lanePeriods], missing);
    }

    private ImmutableArray<LimitTerms> TermsOf(string set, string modelClass, ref string? missing)
    {
        if (policy.Plans.TryGetValue(set, out var plan))
            return [Window("session", WindowKind.Session, plan.Session),
                Window("week", WindowKind.Week, plan.Week), .. plan.Further];
        if (policy.Tiers.TryGetValue(set, out var tier))
        {
            if (!tier.Rates.ContainsKey(modelClass))
                missing ??= $"Tier '{set}' does not include model class '{modelClass}'.";
            return [.. tier.Rates.OrderBy(rate => rate.Key, StringComparer.Ordinal).Select(OfTier), .. tier.Further];
        }

        if (policy.Sets.TryGetValue(set, out var found))
            return found.Limits;
        missing ??= $"The policy in force has no plan, tier or limit set '{set}'.";
        return [];
    }

    private static WindowLimit Window(string name, WindowKind window, Credits limit) =>
        new() { Name = name, Window = window, Limit = limit };

    private static RateLimit OfTier(KeyValuePair<string, RateTerms> rate) => new()
    {
        Name = rate.Key,
        Class = rate.Key,
        Requests = rate.Value.Requests.Value,
        Input = rate.Value.Input.Value,
        Output = rate.Value.Output.Value,
        Burst = rate.Value.Burst,
        Burn = rate.Value.CountsCacheReads
            ? TokenBurn.Metered with { CacheRead = TokenBurn.One }
            : TokenBurn.Metered,
        WholeOutput = rate.Value.WholeOutput,
    };

    private void AddRules(
        string set, LimitTerms terms, string modelClass, Lane lane, List<RateRule>? rated, List<PeriodRule>? perioded)
    {
        if (terms is RateLimit rate)
        {
            var offset = layout.OffsetOf(set, rate.Name, LimitKind.Requests, RateMeter.Words);
            if (!rates.TryGetValue(offset, out var rule))
                rates[offset] = rule = new RateRule(set, rate, offset);
            rated?.Add(rule);
            return;
        }

        foreach (var rule in PeriodsOf(set, terms, modelClass, lane))
        {
            periods.TryAdd(rule.Offset, rule);
            perioded?.Add(rule);
        }
    }

    private PeriodRule[] PeriodsOf(string set, LimitTerms terms, string modelClass, Lane lane)
    {
        Allowances Of(WindowKind window) => Allowances.Of(policy, window, set, modelClass, lane, names);
        int Offset(LimitKind kind) => layout.OffsetOf(set, terms.Name, kind, PeriodRule.WordsOf(kind));
        return terms switch
        {
            WindowLimit window => [OfWindow(set, window, Offset(KindOf(window)), Of(window.Window))],
            SpendLimit spend => [OfSpend(set, spend, Offset(LimitKind.Spend), Of(WindowKind.Spend))],
            ConcurrencyLimit concurrency => [OfConcurrency(set, concurrency, Offset(LimitKind.Concurrency))],
            AccelerationLimit growth => [OfGrowth(set, growth, Offset(LimitKind.Acceleration))],
            OverageTerms overage => OfOverage(set, overage, Offset(LimitKind.Overage), Of(WindowKind.Spend)),
            _ => throw new InvalidOperationException($"Unknown limit {terms}."),
        };
    }

    private PeriodRule OfWindow(string set, WindowLimit terms, int offset, Allowances allowances) => new()
    {
        Kind = KindOf(terms),
        Set = set,
        Terms = terms,
        Offset = offset,
        Counts = ChargeBase.Credits,
        Ending = terms.Window == WindowKind.Session ? PeriodEnding.Session : PeriodEnding.Week,
        Limit = terms.Limit.Micro,
        Length = policy.SessionLength,
        Grid = policy.SessionGrid,
        Allowances = allowances,
        IsPlain = allowances == Allowances.None,
    };

    private static LimitKind KindOf(WindowLimit terms) =>
        terms.Window == WindowKind.Session ? LimitKind.Session : LimitKind.Week;

    private static PeriodRule OfSpend(string set, SpendLimit terms, int offset, Allowances allowances) => new()
    {
        Kind = LimitKind.Spend,
        Set = set,
        Terms = terms,
        Offset = offset,
        Counts = ChargeBase.Money,
        Ending = terms.Period switch
        {
            SpendPeriod.Day => PeriodEnding.Day,
            SpendPeriod.Week => PeriodEnding.Monday,
            _ => PeriodEnding.Month,
        },
        Limit = terms.Limit.Value,
        Allowances = allowances,
    };

    private static PeriodRule OfConcurrency(string set, ConcurrencyLimit terms, int offset) => new()
    {
        Kind = LimitKind.Concurrency,
        Set = set,
        Terms = terms,
        Offset = offset,
        Counts = ChargeBase.Requests,
        Ending = PeriodEnding.Never,
        Limit = terms.Limit,
    };

    private static PeriodRule OfGrowth(string set, AccelerationLimit terms, int offset) => new()
    {
        Kind = LimitKind.Acceleration,
        Set = set,
        Terms = terms,
        Offset = offset,
        Counts = ChargeBase.Tokens,
        Ending = PeriodEnding.Interval,
        Limit = terms.Free.Value,
        Source = LimitSource.Growth,
        Length = terms.Interval,
        Downgrades = terms.OnExceed == ExceedAction.Downgrade,
    };

    private static PeriodRule[] OfOverage(string set, OverageTerms terms, int offset, Allowances allowances)
    {
        PeriodRule Of(int position, LimitSource source, PeriodEnding ending) => new()
        {
            Kind = LimitKind.Overage,
            Set = set,
            Terms = terms,
            Offset = offset + OverageState.SettingWords + (position * PeriodMeter.Words),
            StateOffset = offset,
            Counts = ChargeBase.Money,
            Ending = ending,
            Limit = long.MaxValue,
            Source = source,
            Allowances = allowances,
        };

        return
        [
            Of(0, LimitSource.OverageDaily, PeriodEnding.Day),
            Of(1, LimitSource.OverageMonthly, PeriodEnding.Month),
            Of(2, LimitSource.OverageCredit, PeriodEnding.Never),
        ];
    }
}
