using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Threading.RateLimiting;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Bench;

/// <summary>
/// One admitted request, reserved and settled, against the nearest that System.Threading.RateLimiting offers: the same
/// number of token buckets, each acquired once. Those have no windows, no weights, no estimate to correct and no exact
/// retry time, and are thread-safe where an account is not; so this compares costs and not features.
/// </summary>
internal static class LimitsBench
{
    private const int Operations = 100_000;
    private const string Class = "opus";

    private static readonly Instant start = Instant.FromDate(new DateOnly(2026, 5, 6));
    private static readonly TokenUsage estimate = new(new Tokens(30), new Tokens(4), new Tokens(900), new Tokens(20));
    private static readonly TokenUsage actual = new(new Tokens(31), new Tokens(4), new Tokens(900), new Tokens(12));

    public static void Run()
    {
        Console.WriteLine("Session and week: reserve + settle");
        var windows = new Comparison("RateLimiting: 2 token buckets, chained", TwoChainedBuckets(), Operations);
        windows.Add("Plimsoll: plan", Pairs("pro", null, Policy()));
        windows.Add("Plimsoll: plan with a doubled session and a peak factor", Pairs("pro", null, Policy(
            Allowance(2, "claude-code", null), Allowance(0.5, null, Peak))));
        windows.Print();

        Console.WriteLine("RPM, ITPM and OTPM: reserve + settle");
        var rates = new Comparison("RateLimiting: 3 token buckets, one after the other", ThreeBuckets(), Operations);
        rates.Add("Plimsoll: tier", Pairs(null, "scale", Policy()));
        rates.Print();
    }

    private static WeeklyHours Peak => new(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        Duration.FromHours(5), Duration.FromHours(11), ZoneOffsets.Utc);

    private static Action<int> Pairs(string? plan, string? tier, Policy policy)
    {
        var account = new Account(new AccountTerms(plan, tier, "claude-code", start));
        var now = start;
        return operations =>
        {
            for (var i = 0; i < operations; i++)
            {
                now += new Duration(1_000_000);
                if (account.Reserve(policy, Class, estimate, now) is not Decision.Admitted admitted
                    || !account.Settle(policy, admitted.Reservation, actual, now + new Duration(500_000)))
                {
                    throw new InvalidOperationException("The limits are meant to be wide enough for every request.");
                }
            }
        };
    }

    private static Action<int> TwoChainedBuckets()
    {
        var chain = RateLimiter.CreateChained(Bucket(), Bucket());
        return operations =>
        {
            for (var i = 0; i < operations; i++)
                Acquire(chain, 54);
        };
    }

    private static Action<int> ThreeBuckets()
    {
        var (requests, input, output) = (Bucket(), Bucket(), Bucket());
        return operations =>
        {
            for (var i = 0; i < operations; i++)
            {
                Acquire(requests, 1);
                Acquire(input, 34);
                Acquire(output, 20);
            }
        };
    }

    private static void Acquire(RateLimiter limiter, int permits)
    {
        using var lease = limiter.AttemptAcquire(permits);
        if (!lease.IsAcquired)
            throw new InvalidOperationException("The limits are meant to be wide enough for every request.");
    }

    private static TokenBucketRateLimiter Bucket() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = int.MaxValue,
        TokensPerPeriod = int.MaxValue,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        AutoReplenishment = false,
        QueueLimit = 0,
    });

    private static Allowance Allowance(double factor, string? product, WeeklyHours? when) =>
        new("change", "allowance", WindowKind.Session, ["pro"], product, new Factor(factor), when);

    private static Policy Policy(params ImmutableArray<Allowance> allowances)
    {
        var rates = new RateTerms(new PerMinute(1_000_000), new PerMinute(1_000_000_000), new PerMinute(1_000_000_000));
        return new Policy
        {
            EffectiveFrom = start,
            Changes = [],
            SessionLength = Duration.FromHours(5),
            SessionGrid = Duration.FromMinutes(10),
            Classes = Table(Class, new ClassTerms(Class, [Class], new CreditWeights(
                Credits.From(0.667), Credits.From(0.667), default, Credits.From(3.333)), new Tokens(1000))),
            Plans = Table("pro", new PlanTerms("pro", "Pro", Credits.From(1e12), Credits.From(1e12))),
            Tiers = Table("scale", new TierTerms("scale", Table(Class, rates))),
            Allowances = allowances,
        };
    }

    private static FrozenDictionary<string, T> Table<T>(string key, T value) =>
        new Dictionary<string, T> { [key] = value }.ToFrozenDictionary();
}
