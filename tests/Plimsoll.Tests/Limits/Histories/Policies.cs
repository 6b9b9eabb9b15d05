using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Random policies: always the same names, so that one version follows another.</summary>
internal static class Policies
{
    public static FrozenDictionary<string, LimitSet> Named(IEnumerable<LimitSet> sets) =>
        sets.ToFrozenDictionary(set => set.Name);

    public static FrozenDictionary<string, PlanTerms> Named(IEnumerable<PlanTerms> plans) =>
        plans.ToFrozenDictionary(plan => plan.Name);

    private static readonly FrozenDictionary<string, ClassTerms> classes = new[]
    {
        new ClassTerms(
            "opus",
            ["opus"],
            new CreditWeights(Credits.From(1), new Credits(1_250_001), new Credits(100_000), Credits.From(5))
            {
                CacheWriteLong = Credits.From(2),
            },
            new Tokens(100))
        {
            Prices = new PriceTerms(new(1_500_000), new(1_875_000), new(3_000_000), new(150_000), new(7_500_000)),
        },
        new ClassTerms(
            "haiku",
            ["haiku"],
            new CreditWeights(new Credits(333_333), new Credits(333_333), default, Credits.From(1)),
            new Tokens(100))
        {
            Prices = new PriceTerms(new(333_333), new(400_000), new(700_000), new(33_333), new(1_666_667)),
        },
    }.ToFrozenDictionary(terms => terms.Name);

    public static Gen<Policy> Any(Theme theme, Instant effective) =>
        from pro in Plan("pro")
        from max in Plan("max")
        from build in LimitGens.Tier("build")
        from rates in LimitGens.Set("rates", LimitGens.Rate("all", null, null), LimitGens.Rate("opus", "opus", null))
        from caps in LimitGens.Set("caps",
            LimitGens.Spend("day", SpendPeriod.Day, null),
            LimitGens.Spend("week-opus", SpendPeriod.Week, "opus"),
            LimitGens.Spend("month", SpendPeriod.Month, null),
            LimitGens.Concurrency("inflight", null, null))
        from windows in LimitGens.Set("windows",
            LimitGens.Window("session", WindowKind.Session, null),
            LimitGens.Window("week-haiku", WindowKind.Week, "haiku"),
            LimitGens.Concurrency("opus", "opus", null))
        from growth in LimitGens.Set("growth",
            LimitGens.Growth("minute", Duration.FromMinutes(1), null, null),
            LimitGens.Growth("hour", Duration.FromHours(1), "opus", Lane.Priority))
        from lanes in LimitGens.Set("lanes",
            LimitGens.Rate("batch", null, Lane.Batch),
            LimitGens.Concurrency("pending", null, Lane.Batch),
            LimitGens.Rate("priority", null, Lane.Priority),
            LimitGens.Window("priority-week", WindowKind.Week, null, Lane.Priority))
        from overage in LimitGens.Overage("overage")
        from missing in Gen.Frequency(
            (30, Gen.Constant("")), (1, Gen.Elements("rates", "caps", "windows", "lanes", "overage")))
        from session in Gen.Elements(Duration.FromHours(5), Duration.FromHours(1), Duration.FromMinutes(7))
        from grid in Gen.Elements(Duration.FromMinutes(10), new Duration(1), Duration.FromHours(1))
        from life in theme.Lives
        from allowances in LimitGens.Allowances
        from keeps in Gen.Elements(InProgress.KeepUsed, InProgress.KeepUtilization)
        select new Policy
        {
            EffectiveFrom = effective,
            Changes = [],
            SessionLength = session,
            SessionGrid = grid,
            Classes = classes,
            Plans = Named([pro, max]),
            Tiers = new[] { build }.ToFrozenDictionary(tier => tier.Name),
            Sets = Named(new[] { rates, caps, windows, growth, lanes, overage }.Where(set => set.Name != missing)),
            Allowances = allowances,
            ReservationLife = life,
            BatchLife = life * 3,
            InProgress = keeps,
        };

    private static Gen<PlanTerms> Plan(string name) =>
        from session in LimitGens.Amount
        from week in LimitGens.Amount
        from further in LimitGens.Some(LimitGens.Window("week-opus", WindowKind.Week, "opus"))
        select new PlanTerms(name, name, Credits.From(session), Credits.From(week * 3)) { Further = further };
}
