using System.Globalization;
using Plimsoll.Demand;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Validation;

/// <summary>
/// What has to hold between the values of one record. A rule names the keys that it reads and is checked as soon as
/// those are right, so that one wrong key does not hide what else is wrong.
/// </summary>
internal static class Rules
{
    private const double SumTolerance = 0.001;
    private const int HoursOfADay = 24;
    private const int MostAccelerators = 1 << 20;

    private static readonly Duration Shortest = Duration.FromSeconds(1);
    private static readonly Duration Longest = Duration.FromDays(36_500);

    private static readonly ILookup<Type, Rule> All = new[]
    {
        For<CompareSpec>(["before", "after"], (spec, at) =>
            Ascend(spec.Before, spec.After, "'after' has to be later than 'before'", at, "after")),
        For<CompareSpec>(["after", "ramped"], (spec, at) =>
        {
            if (spec.Ramped < spec.After)
                at.Report($"found {Day(spec.Ramped)}; expected {Day(spec.After)} ('after') or later", "ramped");
        }),
        For<CriterionSpec>(["demand-percentile"], (spec, at) =>
        {
            if (spec.DemandPercentile.Value.Fraction is < 0.5 or >= 1)
                at.Report("expected 50 % to below 100 %", "demand-percentile");
        }),
        For<CriterionSpec>(["feeds-lost"], (spec, at) =>
        {
            if (spec.FeedsLost is not (0 or 1))
                at.Report($"found {spec.FeedsLost}; expected 0 (none is lost) or 1 (N-1)", "feeds-lost");
        }),
        For<SiteSpec>(["ramp"], (spec, at) =>
        {
            if (spec.Ramp.Count == 0)
                at.Report("found an empty list; expected points such as {at: 2026-05-06, share: 100 %}", "ramp");
            Ascending([.. spec.Ramp.Select(point => point.At)], at, "ramp", "at");
        }),
        For<SiteSpec>(["pools", "expansions"], (spec, at) =>
        {
            foreach (var name in spec.Expansions.Keys.Where(spec.Pools.ContainsKey))
                at.Report("a pool of the site has this name already; choose another", "expansions", name);
        }),
        For<AcceleratorSpec>(["scale-up"], (spec, at) =>
        {
            if (spec.ScaleUp.Value.Value > MostAccelerators)
                at.Report($"expected at most {MostAccelerators}", "scale-up");
        }),
        For<ArchitectureSpec>(["layers"], (spec, at) => AtLeastOne(spec.Layers, at, "layers")),
        For<ArchitectureSpec>(["experts"], (spec, at) => AtLeastOne(spec.Experts, at, "experts")),
        For<ArchitectureSpec>(["routed"], (spec, at) => AtLeastOne(spec.Routed, at, "routed")),
        For<ArchitectureSpec>(["attention-width"], (spec, at) =>
            AtLeastOne(spec.AttentionWidth, at, "attention-width")),
        For<ArchitectureSpec>(["experts", "routed"], (spec, at) =>
        {
            if (spec.Routed > spec.Experts)
                at.Report($"found {spec.Routed}; a token is routed to at most all {spec.Experts} experts", "routed");
        }),
        For<ArchitectureSpec>(["parameters", "active"], (spec, at) =>
        {
            if (spec.Active.Value > spec.Parameters.Value)
                at.Report("the active parameters cannot be more than all 'parameters'", "active");
        }),
        For<DemandSpec>(["growth"], (spec, at) =>
            Ascending([.. spec.Growth.Select(growth => growth.From)], at, "growth", "from")),
        For<DemandSpec>(["regions"], (spec, at) =>
        {
            foreach (var (name, shares) in spec.Regions)
                AddUp(shares, at, "regions", name);
        }),
        For<SizingSpec>(["developers"], (spec, at) =>
        {
            if (spec.Developers.Count == 0)
                at.Report("found an empty list; expected the populations that a developer is one of", "developers");
        }),
        For<SizingSpec>(["percentile"], (spec, at) =>
        {
            if (spec.Percentile.Value.Fraction >= 1)
                at.Report("expected below 100 %", "percentile");
        }),
        For<TeamSpec>(["from"], (spec, at) => AtLeastOne(spec.From, at, "from")),
        For<TeamSpec>(["from", "to"], (spec, at) =>
        {
            if (spec.To < spec.From)
                at.Report($"found {spec.To}; expected {spec.From} ('from') or more", "to");
        }),
        For<PopulationSpec>(["product", "other-products"], (spec, at) =>
        {
            if (spec.OtherProducts.ContainsKey(spec.Product))
                at.Report("is 'product' itself; expected other products", "other-products", spec.Product);
            if (spec.OtherProducts.Values.Sum(share => share.Value.Fraction) >= 1)
                at.Report("expected less than 100 % together; the rest is used in 'product'", "other-products");
        }),
        For<PopulationSpec>(["mix"], (spec, at) => AddUp(spec.Mix, at, "mix")),
        For<RhythmSpec>(["weekday"], (spec, at) => Rhythm(spec.Weekday, at, "weekday")),
        For<RhythmSpec>(["weekend"], (spec, at) => Rhythm(spec.Weekend, at, "weekend")),
        For<ObservationSpec>(["kind"], (spec, at) => Observation(spec, at)),
    }.Concat(PolicyRules.All).Concat(SimulationRules.All).Concat(AdequacyRules.All).Concat(ConditionRules.All)
        .Concat(AllocationRules.All).Concat(OutageRules.All).Concat(HorizonRules.All)
        .Concat(PowerRules.All).Concat(AirRules.All).Concat(FootprintRules.All).Concat(MoneyRules.All)
        .Concat(GatewayRules.All)
        .ToLookup(rule => rule.Record);

    /// <summary>What has to hold between some values of a record.</summary>
    internal sealed record Rule(Type Record, string[] Reads, Action<object, RuleScope> Check);

    /// <summary>Checks every rule of a record whose keys are right.</summary>
    public static void Check(object record, IEnumerable<string> right, RuleScope at)
    {
        var keys = right.ToHashSet();
        foreach (var rule in All[record.GetType()])
        {
            if (keys.IsSupersetOf(rule.Reads))
                rule.Check(record, at);
        }
    }

    /// <summary>A rule of a record; it is not checked where one of the keys that it reads is wrong or absent.</summary>
    internal static Rule For<T>(string[] reads, Action<T, RuleScope> check) =>
        new(typeof(T), reads, (record, at) => check((T)record, at));

    /// <summary>Reports a second day that is not later than the first.</summary>
    internal static void Ascend(DateOnly first, DateOnly second, string message, RuleScope at, string key)
    {
        if (second <= first)
            at.Report($"found {Day(second)}; {message} ({Day(first)})", key);
    }

    /// <summary>Reports a time that is too short or too long to be drawn.</summary>
    internal static void Within(Input<Duration> time, RuleScope at, string key)
    {
        if (time.Value < Shortest || time.Value > Longest)
            at.Report($"found {at.Found(key)}; expected 1 s to 36500 days", key);
    }

    /// <summary>Reports days of a list that do not ascend.</summary>
    internal static void Ascending(DateOnly[] dates, RuleScope at, string list, string key)
    {
        for (var i = 1; i < dates.Length; i++)
        {
            if (dates[i] <= dates[i - 1])
                at.Report($"found {Day(dates[i])}; expected a day later than the one before it ({Day(dates[i - 1])})",
                    list, $"{i}", key);
        }
    }

    /// <summary>Reports weights that are negative, or all zero.</summary>
    internal static void NotNegative((string Key, double Value)[] weights, RuleScope at)
    {
        foreach (var (key, _) in weights.Where(weight => weight.Value < 0))
            at.Report($"found {at.Found(key)}; expected zero or more", key);
        if (weights.All(weight => weight.Value == 0))
            at.Report("every weight is zero; expected at least one above zero");
    }

    private static void AtLeastOne(int value, RuleScope at, string key)
    {
        if (value < 1)
            at.Report($"found {value}; expected 1 or more", key);
    }

    /// <summary>Reports shares that do not add up to the whole.</summary>
    internal static void AddUp(IReadOnlyDictionary<string, Input<Share>> shares, RuleScope at, params string[] key)
    {
        var sum = shares.Values.Sum(share => share.Value.Fraction);
        if (Math.Abs(sum - 1) > SumTolerance)
        {
            var percent = (sum * 100).ToString("0.##", CultureInfo.InvariantCulture);
            at.Report($"the shares add up to {percent} %; expected 100 %", key);
        }
    }

    /// <summary>Reports weights of the hours of a day that are no 24, negative, or all zero.</summary>
    internal static void Rhythm(IReadOnlyList<double> hours, RuleScope at, string key)
    {
        if (hours.Count != HoursOfADay)
            at.Report($"found {hours.Count} values; expected {HoursOfADay}, one for each hour from midnight", key);
        for (var i = 0; i < hours.Count; i++)
        {
            if (hours[i] < 0)
                at.Report("expected zero or more", key, $"{i}");
        }

        if (hours.Count > 0 && hours.All(hour => hour == 0))
            at.Report("every hour is zero; expected activity in at least one hour", key);
    }

    private static void Observation(ObservationSpec spec, RuleScope at)
    {
        var (needed, unused) = spec.Kind == ObservationKind.ActivePerWeek ? ("time", "share") : ("share", "time");
        var written = at.Mapping.Keys.ToHashSet();
        if (!written.Contains(needed))
            at.Report($"the key '{needed}' is missing: {KebabCase.Of($"{spec.Kind}")} observes a {needed}");
        if (written.Contains(unused))
            at.Report($"{KebabCase.Of($"{spec.Kind}")} observes a {needed}; remove '{unused}'", unused);
    }

    /// <summary>A day as files write it.</summary>
    internal static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
