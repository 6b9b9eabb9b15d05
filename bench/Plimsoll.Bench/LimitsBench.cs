using System.Collections.Frozen;
using System.Diagnostics;
using System.Threading.RateLimiting;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Bench;

/// <summary>
/// One admitted request, reserved and settled through three levels with RPM, ITPM, OTPM, session and week at each,
/// against the nearest that System.Threading.RateLimiting offers: nine chained partitioned token buckets, each acquired
/// once. Those have no windows, no weights, no estimate to correct, no binding limit and no exact retry time, and are
/// thread-safe where a book is not (the gateway's shards are, measured below); so this compares costs and not features.
/// </summary>
internal static class LimitsBench
{
    private const int Operations = 100_000;
    private const int SeatsPerOrganization = 10;

    private static readonly Instant start = Instant.FromDate(new DateOnly(2026, 5, 6));
    private static readonly TokenUsage estimate = new(new Tokens(30), new Tokens(4), new Tokens(900), new Tokens(20));
    private static readonly TokenUsage actual = new(new Tokens(31), new Tokens(4), new Tokens(900), new Tokens(12));

    public static void Run()
    {
        Console.WriteLine("1,000 accounts in turn at random, organization + seat + key: reserve + settle");
        var warm = new Comparison("RateLimiting: 9 chained partitioned token buckets", Chain(1000), Operations);
        warm.Add("Plimsoll: 15 limits", Pairs(1000, isNamed: false));
        warm.Add("Plimsoll: 15 limits, requests with names", Pairs(1000, isNamed: true));
        warm.Print();

        Console.WriteLine("The same, by how many accounts there are");
        var many = new Comparison("Plimsoll: 1 account", Pairs(1, isNamed: false), Operations);
        foreach (var accounts in new[] { 1000, 100_000, 1_000_000 })
            many.Add($"Plimsoll: {accounts:N0} accounts, uniform", Pairs(accounts, isNamed: false));
        many.Print();

        Memory(1_000_000);
        Threads(1);
        Threads(1000);
    }

    private static Action<int> Pairs(int accounts, bool isNamed)
    {
        var book = new LimitBook(new PolicyTimeline([WidePolicy()]));
        var paths = Accounts(book, accounts);
        var modelClass = book.ClassNumber(Class);
        var (now, draw, id) = (start, 12345u, (UInt128)1);
        return operations =>
        {
            for (var i = 0; i < operations; i++)
            {
                now += new Duration(1000);
                var request = new LimitRequest
                {
                    Scope = paths[Next(ref draw, accounts)],
                    Class = modelClass,
                    Estimate = estimate,
                    Id = isNamed ? id++ : default,
                };
                if (!book.TryReserve(request, now, out var reservation, out _)
                    || !book.Settle(reservation, actual, now + new Duration(500)))
                {
                    throw new InvalidOperationException("The limits are meant to be wide enough for every request.");
                }
            }
        };
    }

    private static ScopePath[] Accounts(LimitBook book, int accounts)
    {
        var (paths, organization) = (new ScopePath[accounts], default(ScopePath));
        for (var i = 0; i < accounts; i++)
        {
            if (i % SeatsPerOrganization == 0)
                organization = book.Add(default, ScopeLevel.Organization, new ScopeTerms(["organization"]));
            var seat = book.Add(organization, ScopeLevel.Seat, new ScopeTerms(["seat"]));
            paths[i] = book.Add(seat, ScopeLevel.Key, new ScopeTerms(["key"]));
        }

        return paths;
    }

    private static void Memory(int accounts)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var book = new LimitBook(new PolicyTimeline([WidePolicy()]));
        var paths = Accounts(book, accounts);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)accounts;
        GC.KeepAlive(book);
        Console.WriteLine(
            $"Memory: {bytes:0} bytes an idle account (its key, its seat, a tenth of an organization, and the path "
            + $"of {paths.Length:N0})\n");
    }

    /// <summary>Throughput of the gateway's shards, on one thread and on two.</summary>
    private static void Threads(int accounts)
    {
        var limits = new ShardedLimits(new PolicyTimeline([WidePolicy()]));
        var (paths, organization) = (new LimitPath[accounts], default(LimitPath));
        for (var i = 0; i < accounts; i++)
        {
            if (i % SeatsPerOrganization == 0)
            {
                organization = limits.Add(
                    $"organization-{i}", ScopeLevel.Organization, new ScopeTerms(["organization"]), start);
            }

            var seat = limits.Add(organization!, "seat", ScopeLevel.Seat, new ScopeTerms(["seat"]), start);
            paths[i] = limits.Add(seat, "key", ScopeLevel.Key, new ScopeTerms(["key"]), start);
        }

        var modelClass = limits.ClassNumber(Class);
        Work(limits, paths, modelClass, 1);
        var one = Throughput(() => Work(limits, paths, modelClass, 1));
        var two = Throughput(() =>
        {
            var other = new Thread(() => Work(limits, paths, modelClass, 2));
            other.Start();
            Work(limits, paths, modelClass, 3);
            other.Join();
        }) * 2;
        Console.WriteLine($"Shards, {accounts:N0} account{(accounts == 1 ? "" : "s")}: 1 thread {one:0.0} M pairs/s, "
            + $"2 threads {two:0.0} M pairs/s, ratio {two / one:0.00}");
    }

    private static double Throughput(Action work)
    {
        var best = 0.0;
        for (var round = 0; round < 5; round++)
        {
            var began = Stopwatch.GetTimestamp();
            work();
            best = Math.Max(best, ThreadOperations / Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return best;
    }

    private const int ThreadOperations = 1_000_000;

    private static void Work(ShardedLimits limits, LimitPath[] paths, int modelClass, uint seed)
    {
        var (draw, now) = (seed, start);
        for (var i = 0; i < ThreadOperations; i++)
        {
            now += new Duration(1000);
            var path = paths[Next(ref draw, paths.Length)];
            var request = new LimitRequest { Scope = path.Scope, Class = modelClass, Estimate = estimate };
            if (!limits.TryReserve(path, request, now, out var held, out _) || !limits.Settle(held, actual, now))
                throw new InvalidOperationException("The limits are meant to be wide enough for every request.");
        }
    }

    private static Action<int> Chain(int accounts)
    {
        var keys = Enumerable.Range(0, accounts).Select(i => $"key-{i:x8}").ToArray();
        var groups = keys.Select((key, i) => (key, Group: $"organization-{i / SeatsPerOrganization:x8}"))
            .ToFrozenDictionary(pair => pair.key, pair => pair.Group);
        PartitionedRateLimiter<string>[] limiters =
        [
            .. Enumerable.Range(0, 3).Select(_ => Partitioned(key => groups[key])),
            .. Enumerable.Range(0, 6).Select(_ => Partitioned(key => key)),
        ];
        var chain = PartitionedRateLimiter.CreateChained(limiters);
        var draw = 12345u;
        return operations =>
        {
            for (var i = 0; i < operations; i++)
            {
                using var lease = chain.AttemptAcquire(keys[Next(ref draw, keys.Length)]);
                if (!lease.IsAcquired)
                    throw new InvalidOperationException("The limits are meant to be wide enough for every request.");
            }
        };
    }

    private static PartitionedRateLimiter<string> Partitioned(Func<string, string> partition) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(
            partition(key),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = int.MaxValue,
                TokensPerPeriod = int.MaxValue,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                AutoReplenishment = false,
                QueueLimit = 0,
            }));

    internal const string Class = "opus";

    /// <summary>A generator of our own: the same accounts are drawn on every machine.</summary>
    private static int Next(ref uint draw, int below)
    {
        draw = unchecked((draw * 1664525) + 1013904223);
        return (int)(((ulong)draw * (ulong)below) >> 32);
    }

    /// <summary>A policy that refuses nothing.</summary>
    internal static Policy WidePolicy() => new()
    {
        EffectiveFrom = start,
        Changes = [],
        SessionLength = Duration.FromHours(5),
        SessionGrid = Duration.FromMinutes(10),
        Classes = Table(Class, new ClassTerms(Class, [Class], new CreditWeights(
            Credits.From(0.667), Credits.From(0.667), default, Credits.From(3.333)), new Tokens(1000))),
        Plans = FrozenDictionary<string, PlanTerms>.Empty,
        Tiers = FrozenDictionary<string, TierTerms>.Empty,
        Allowances = [],
        Sets = new[] { "organization", "seat", "key" }.ToFrozenDictionary(name => name, WideSet),
    };

    private static LimitSet WideSet(string name) => new(name,
    [
        new RateLimit
        {
            Name = "rates",
            Class = Class,
            Requests = 1_000_000_000,
            Input = 1_000_000_000_000,
            Output = 1_000_000_000_000,
        },
        new WindowLimit { Name = "session", Window = WindowKind.Session, Limit = new Credits(long.MaxValue) },
        new WindowLimit { Name = "week", Window = WindowKind.Week, Limit = new Credits(long.MaxValue) },
    ]);

    private static FrozenDictionary<string, T> Table<T>(string key, T value) =>
        new Dictionary<string, T> { [key] = value }.ToFrozenDictionary();
}
