using System.Collections.Frozen;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Random limits, small enough that random requests meet them.</summary>
internal static class LimitGens
{
    private static readonly ZoneOffsets losAngeles = new("America/Los_Angeles", Duration.FromHours(-8),
    [
        (Utc(3, 8, 10), Duration.FromHours(-7)),
        (Utc(11, 1, 9), Duration.FromHours(-8)),
    ]);

    private static readonly ZoneOffsets berlin = new("Europe/Berlin", Duration.FromHours(1),
    [
        (Utc(3, 29, 1), Duration.FromHours(2)),
        (Utc(10, 25, 1), Duration.FromHours(1)),
    ]);

    public static Gen<long> Amount { get; } = Gen.Frequency(
        (1, Gen.Constant(0L)), (12, Gen.Choose(5, 12).Select(n => (long)n)), (12, Gen.Constant(20L)),
        (8, Gen.Constant(40L)), (4, Gen.Constant(1_000L)));

    public static Gen<ImmutableArray<LimitTerms>> Some(params Gen<LimitTerms>[] limits) =>
        Gen.CollectToArray<LimitTerms?>(limits.Select(limit =>
            Gen.Frequency((7, limit.Select(terms => (LimitTerms?)terms)), (1, Gen.Constant<LimitTerms?>(null)))))
        .Select(drawn => drawn.OfType<LimitTerms>().ToImmutableArray());

    /// <summary>A limit of nothing only now and then: it stops everything.</summary>
    private static Gen<long?> Mostly(Gen<long?> limits) =>
        Gen.Frequency((25, limits), (1, Gen.Constant<long?>(0)));

    public static Gen<LimitSet> Set(string name, params Gen<LimitTerms>[] limits) =>
        Some(limits).Select(drawn => new LimitSet(name, drawn));

    public static Gen<LimitTerms> Rate(string name, string? modelClass, Lane? lane) =>
        from requests in Mostly(Gen.Elements<long?>(null, null, 1, 2, 3, 5, 7, 60))
        from input in Mostly(Gen.Elements<long?>(null, 5, 11, 30, 30, 60, 600, 1_000_000_000_000))
        from output in Mostly(Gen.Elements<long?>(null, 1, 3, 20, 20, 50, 300))
        from period in Gen.Frequency(
            (8, Gen.Constant(Duration.FromMinutes(1))), (1, Gen.Constant(Duration.FromSeconds(1))),
            (1, Gen.Constant(Duration.FromSeconds(0.007))), (1, Gen.Constant(Duration.FromDays(7))))
        from burst in Gen.Frequency((3, Gen.Constant(0L)), (2, Gen.Elements(2L, 6, 7, 60_000)))
        from burn in Gen.Elements(
            TokenBurn.Metered, TokenBurn.Metered, TokenBurn.Metered with { CacheRead = TokenBurn.One },
            new TokenBurn(1_000_000, 1_250_000, 2_000_000, 100_000, 0),
            new TokenBurn(1_000_000, 1_000_000, 1_000_000, 0, 5_000_000))
        from whole in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        from exceed in lane == Lane.Priority
            ? Gen.Elements(ExceedAction.Downgrade, ExceedAction.Refuse)
            : Gen.Constant(ExceedAction.Refuse)
        select (LimitTerms)new RateLimit
        {
            Name = name,
            Class = modelClass,
            Lane = lane,
            Requests = requests,
            Input = input,
            Output = output,
            Period = period,
            Burst = burst == 0 ? null : new Duration(Math.Max(1_000_000, period.Nanoseconds / burst)),
            Burn = burn,
            WholeOutput = whole,
            OnExceed = exceed,
        };

    public static Gen<TierTerms> Tier(string name) =>
        from opus in TierRate
        from haiku in TierRate
        from further in Some(Spend("tier-month", SpendPeriod.Month, null), Concurrency("queue", null, Lane.Batch))
        from withHaiku in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new TierTerms(name, new Dictionary<string, RateTerms> { ["opus"] = opus, ["haiku"] = haiku }
            .Where(rate => withHaiku || rate.Key == "opus").ToFrozenDictionary())
        {
            Further = further,
        };

    private static Gen<RateTerms> TierRate =>
        from requests in Gen.Elements(2L, 5, 7, 60)
        from input in Gen.Elements(11L, 30, 60, 300)
        from output in Gen.Elements(3L, 20, 50)
        from burst in Gen.Elements<Duration?>(null, null, Duration.FromSeconds(10))
        from reads in Gen.Elements(false, true)
        from whole in Gen.Elements(false, true)
        select new RateTerms(new PerMinute(requests), new PerMinute(input), new PerMinute(output))
        {
            Burst = burst,
            CountsCacheReads = reads,
            WholeOutput = whole,
        };

    public static Gen<LimitTerms> Window(string name, WindowKind window, string? modelClass, Lane? lane = null) =>
        Amount.Select(amount => (LimitTerms)new WindowLimit
        {
            Name = name,
            Window = window,
            Limit = Credits.From(window == WindowKind.Week ? amount * 2 : amount),
            Class = modelClass,
            Lane = lane,
        });

    public static Gen<LimitTerms> Spend(string name, SpendPeriod period, string? modelClass) =>
        Amount.Select(amount => (LimitTerms)new SpendLimit
        {
            Name = name,
            Period = period,
            Limit = new MicroUsd(amount * 4),
            Class = modelClass,
        });

    public static Gen<LimitTerms> Concurrency(string name, string? modelClass, Lane? lane) =>
        from limit in Gen.Frequency((1, Gen.Constant(0L)), (24, Gen.Elements(1L, 2, 2, 3, 5)))
        select (LimitTerms)new ConcurrencyLimit { Name = name, Limit = limit, Class = modelClass, Lane = lane };

    public static Gen<LimitTerms> Growth(string name, Duration interval, string? modelClass, Lane? lane) =>
        from free in Gen.Elements(0L, 5, 10, 10, 20, 20, 50)
        from growth in Gen.Elements(0, 0.5, 1, 1.5, 2, 1.000001)
        from exceed in Gen.Elements(ExceedAction.Refuse, ExceedAction.Refuse, ExceedAction.Downgrade)
        select (LimitTerms)new AccelerationLimit
        {
            Name = name,
            Interval = interval,
            Free = new Tokens(free),
            Growth = new Factor(growth),
            Class = modelClass,
            Lane = lane,
            OnExceed = exceed,
        };

    public static Gen<LimitSet> Overage(string name) =>
        from daily in Cap
        from monthly in Cap
        from prepaid in Gen.Elements(false, true)
        from modelClass in Gen.Elements(null, null, null, "opus")
        select new LimitSet(name,
        [
            new OverageTerms { Name = name, Daily = daily, Monthly = monthly, Prepaid = prepaid, Class = modelClass },
        ]);

    public static Gen<MicroUsd?> Cap { get; } = Gen.Frequency(
        (3, Gen.Constant<MicroUsd?>(null)), (1, Gen.Constant<MicroUsd?>(default(MicroUsd))),
        (4, Gen.Choose(10, 60).Select(n => (MicroUsd?)new MicroUsd(n))));

    public static Gen<ImmutableArray<Allowance>> Allowances { get; } =
        from count in Gen.Choose(0, 3)
        from drawn in Gen.ListOf(AnyAllowance, count)
        select drawn.ToImmutableArray();

    private static Gen<Allowance> AnyAllowance =>
        from window in Gen.Elements(WindowKind.Session, WindowKind.Week, WindowKind.Spend)
        from plans in Gen.Elements<string[]>(["pro"], ["pro", "max"], ["caps", "windows"], ["overage", "pro", "build"])
        from factor in Gen.Elements(2, 0.5, 1.5, 3, 0.7, 0.333333)
        from product in Gen.Elements(null, null, "chat", "code")
        from modelClass in Gen.Elements(null, null, null, "opus")
        from lane in Gen.Elements<Lane?>(null, null, null, Lane.Batch, Lane.Priority)
        from trait in Gen.Elements(null, null, null, "fast")
        from hours in Gen.Frequency((1, Gen.Constant<WeeklyHours?>(null)), (2, AnyHours.Select(h => (WeeklyHours?)h)))
        select new Allowance(
            "change", "allowance", window, plans.ToFrozenSet(), product, new Factor(factor), hours)
        {
            Class = modelClass,
            Lane = lane,
            Trait = trait,
        };

    private static Gen<WeeklyHours> AnyHours =>
        from days in Gen.Elements<DayOfWeek[]>(
            [DayOfWeek.Sunday], Enum.GetValues<DayOfWeek>(), [DayOfWeek.Saturday, DayOfWeek.Monday])
        from hour in Gen.Choose(0, 22)
        from length in Gen.Choose(1, 24 - hour)
        from zone in Gen.Elements(losAngeles, berlin, ZoneOffsets.Utc)
        select new WeeklyHours([.. days], Duration.FromHours(hour), Duration.FromHours(hour + length), zone);

    public static Instant Utc(int month, int day, int hour, int minute = 0) =>
        Instant.From(new DateTimeOffset(2026, month, day, hour, minute, 0, TimeSpan.Zero));
}
