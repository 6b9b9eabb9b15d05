using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>What random histories are about: which sets scopes carry and what happens how often.</summary>
internal sealed record Theme
{
    private static readonly Instant[] starts =
    [
        LimitGens.Utc(5, 6, 9, 3),
        LimitGens.Utc(3, 8, 9, 30), // half an hour before summer time in Los Angeles
        LimitGens.Utc(3, 28, 23, 50), // the night before summer time in Berlin
        LimitGens.Utc(10, 25, 0, 20), // the night of winter time in Berlin
        LimitGens.Utc(11, 1, 8, 40), // winter time in Los Angeles, and a new month
        LimitGens.Utc(5, 31, 23, 55), // the last minutes of a month and of a Sunday
        new(-Duration.FromMinutes(7).Nanoseconds), // the last minutes before the epoch
    ];

    /// <summary>Sets that scopes may carry; one that is named twice is carried more often.</summary>
    public required ImmutableArray<string> Sets { get; init; }

    /// <summary>Parents and levels of the scopes.</summary>
    public ImmutableArray<(int? Above, ScopeLevel Level)[]> Shapes { get; init; } = ScopeShapes.Small;

    /// <summary>How often what is called.</summary>
    public required ImmutableArray<(int, Act)> Acts { get; init; }

    /// <summary>How many further policy versions take effect by themselves.</summary>
    public int Versions { get; init; }

    public int MostSteps { get; init; } = 30;

    /// <summary>Most sets that one scope carries.</summary>
    public int MostSets { get; init; } = 2;

    /// <summary>How long reservations stand.</summary>
    public Gen<Duration> Lives { get; init; } = Gen.Constant(Duration.FromMinutes(10));

    /// <summary>Lanes of requests.</summary>
    public Gen<Lane> Lanes { get; init; } = Gen.Constant(Lane.Standard);

    /// <summary>Names of requests; 0 for none.</summary>
    public Gen<int> Ids { get; init; } = Gen.Constant(0);

    public Gen<History> AnyHistory =>
        from start in Gen.Elements(starts)
        from versions in Timeline(start, Versions)
        from others in Acts.Any(act => act.Item2 == Act.Adopt) ? Timeline(start, 2) : Gen.Constant(versions)
        from shape in Gen.Elements<(int? Above, ScopeLevel Level)[]>([.. Shapes])
        from scopes in Gen.CollectToArray(shape.Select(AnyScope))
        from otherSets in Gen.ListOf(SomeSets(0), 3)
        from length in Gen.Choose(Math.Min(8, MostSteps), MostSteps)
        from steps in Gen.ListOf(AnyStep, length)
        select new History(start, versions, others, [.. scopes], [.. otherSets], [.. steps]);

    private Gen<ImmutableArray<Policy>> Timeline(Instant start, int further) =>
        from first in Policies.Any(this, start - Duration.FromDays(100))
        from later in Gen.ListOf(Later(start), further)
        select (ImmutableArray<Policy>)[first, .. later.OrderBy(policy => policy.EffectiveFrom)
            .DistinctBy(policy => policy.EffectiveFrom)];

    private Gen<Policy> Later(Instant start) =>
        from seconds in Gen.Frequency(
            (3, Gen.Choose(1, 900)), (2, Gen.Choose(900, 40_000)), (1, Gen.Choose(40_000, 900_000)))
        from policy in Policies.Any(this, start + Duration.FromSeconds(seconds))
        select policy;

    private Gen<ScopeSpec> AnyScope((int? Above, ScopeLevel Level) place) =>
        from sets in SomeSets(place.Above is null ? 1 : 0)
        select new ScopeSpec(place.Above, place.Level, sets);

    private Gen<ImmutableArray<string>> SomeSets(int least) =>
        from count in Gen.Choose(least, MostSets)
        from shuffled in Gen.Shuffle<string>([.. Sets])
        select shuffled.Distinct().Take(count).ToImmutableArray();

    private Gen<Step> AnyStep =>
        from act in Gen.Frequency(Acts.Select(act => (act.Item1, Gen.Constant(act.Item2))))
        from clock in AnyClock
        from scope in Gen.Choose(0, 11)
        from modelClass in Gen.Frequency(
            (12, Gen.Constant("opus")), (3, Gen.Constant("haiku")), (1, Gen.Constant("unknown")))
        from usage in Usages
        from pick in Gen.Choose(0, 99)
        from flag in Gen.Elements(true, true, false)
        from lane in Lanes
        from requests in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(1, 4)))
        from id in Ids
        from product in Gen.Elements("chat", "code")
        from trait in Gen.Elements(null, null, "fast")
        select new Step(act, clock.Goal, clock.Passes, scope, modelClass, usage, pick)
        {
            Flag = flag,
            Lane = lane,
            Requests = requests,
            Id = id,
            Product = product,
            Trait = trait,
        };

    /// <summary>Estimates, reports and what was used.</summary>
    public Gen<TokenUsage> Usages { get; init; } = SmallUsage;

    /// <summary>Now and then as much as the largest limits allow, and more.</summary>
    public static Gen<TokenUsage> HugeUsage { get; } = Gen.Frequency((25, SmallUsage), (1,
        from input in Gen.Elements(0L, 999_999_999_999, 500_000_000_000, 1_000_000_000_000, 1_000_000_000_001)
        from output in Gen.Elements(0L, 1_000_000_000_000)
        select new TokenUsage(new Tokens(input), default, default, new Tokens(output))));

    private static Gen<TokenUsage> SmallUsage => Gen.Frequency(
        (1, Gen.Constant(default(TokenUsage))),
        (9,
            from input in Gen.Frequency((6, Gen.Choose(0, 6)), (1, Gen.Choose(20, 80)))
            from write in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, 6)))
            from longWrite in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, 6)))
            from read in Gen.Choose(0, 20)
            from output in Gen.Frequency((6, Gen.Choose(0, 2)), (1, Gen.Choose(10, 40)))
            select new TokenUsage(new Tokens(input), new Tokens(write), new Tokens(read), new Tokens(output))
            {
                CacheWriteLong = new Tokens(longWrite),
            }));

    private static Gen<(Goal Goal, long Passes)> AnyClock { get; } = Gen.Frequency(
        (14, AnyPassage.Select(passes => (Goal.Now, passes))),
        (2, Nearly(Goal.Retry)),
        (2, Nearly(Goal.Reset)),
        (1, Nearly(Goal.Expiry)),
        (1, Nearly(Goal.Version)));

    private static Gen<long> AnyPassage => Gen.Frequency(
        (5, Gen.Constant(0L)),
        (2, Gen.Choose(1, 3).Select(n => (long)n)),
        (4, Gen.Choose(0, 2_000_000_000).Select(n => (long)n)),
        (4, Gen.Choose(0, 90).Select(n => Duration.FromSeconds(n).Nanoseconds)),
        (3, Gen.Choose(0, 60).Select(n => Duration.FromMinutes(n * 5).Nanoseconds)),
        (1, Gen.Choose(0, 10).Select(n => Duration.FromDays(n).Nanoseconds)),
        (1, Gen.Choose(-2_000_000_000, 0).Select(n => (long)n)));

    private static Gen<(Goal Goal, long Passes)> Nearly(Goal goal) =>
        Gen.Choose(-1, 1).Select(passes => (goal, (long)passes));
}
