using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Stores;

/// <summary>
/// Several gateways that share a store, as one seed draws them: limits that bind, requests, and what goes wrong.
/// </summary>
public sealed record StoreCase
{
    /// <summary>Model class of all requests.</summary>
    public const string Class = "one";

    /// <summary>Most tokens of each kind that a request is expected to use.</summary>
    public const long LargestUsage = 200;

    private static readonly Duration second = Duration.FromSeconds(1);

    private StoreCase()
    {
    }

    /// <summary>Most credits that a request is expected to be charged.</summary>
    public static Credits LargestRequest { get; } = Credits.From(LargestUsage * 6);

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When it begins.</summary>
    public static Instant Start { get; } = Instant.From(new DateTimeOffset(2001, 5, 6, 9, 3, 0, TimeSpan.Zero));

    /// <summary>How long requests come and things go wrong; then everything is well and comes to rest.</summary>
    public required Duration Length { get; init; }

    /// <summary>Gateways, 2 to 4.</summary>
    public required int Gateways { get; init; }

    /// <summary>Seats of the one organization, 1 to 3.</summary>
    public required int Seats { get; init; }

    /// <summary>Its limits.</summary>
    public required PolicyTimeline Timeline { get; init; }

    /// <summary>How leases are cut.</summary>
    public required LeaseTerms Terms { get; init; }

    /// <summary>Any instant at which weeks reset.</summary>
    public required Instant WeekAnchor { get; init; }

    /// <summary>Requests a second at all gateways together.</summary>
    public required double Rate { get; init; }

    /// <summary>What goes wrong.</summary>
    public required ImmutableArray<StoreFault> Faults { get; init; }

    /// <summary>Of a thousand messages, how many are lost, doubled and late.</summary>
    public required (int Lost, int Doubled, int Late) Messages { get; init; }

    /// <summary>When the windows of everybody are reset, and a policy is adopted; empty: never.</summary>
    public required ImmutableArray<StoreAct> Acts { get; init; }

    /// <summary>Draws the case of a seed.</summary>
    public static StoreCase Of(ulong seed)
    {
        var dice = SeedTree.FromSeed(seed).Stream("case");
        var length = second * (10 + dice.NextBelow(15));
        var gateways = 2 + (int)dice.NextBelow(3);
        return new StoreCase
        {
            Seed = seed,
            Length = length,
            Gateways = gateways,
            Seats = 1 + (int)dice.NextBelow(3),
            Timeline = Versions(ref dice, length),
            Terms = new LeaseTerms
            {
                Life = Duration.FromSeconds(0.5 + (dice.NextDouble() * 2)),
                Refresh = second * 3,
                PartOfRest = 2 + (int)dice.NextBelow(3),
            },
            WeekAnchor = Start + (second * dice.NextBelow(60)),
            Rate = 2 + (Math.Pow(dice.NextDouble(), 2) * 40),
            Messages = dice.NextBelow(3) == 0
                ? default
                : ((int)dice.NextBelow(100), (int)dice.NextBelow(100), (int)dice.NextBelow(200)),
            Faults = StoreFault.Draw(ref dice, gateways, Start, length),
            Acts = StoreAct.Draw(ref dice, Start, length),
        };
    }

    /// <summary>A policy like the first, with other numbers, from an instant on.</summary>
    internal Policy Changed(Instant from, int percent)
    {
        var policy = Timeline.Versions[^1];
        return policy with
        {
            EffectiveFrom = from,
            Plans = policy.Plans.Values.ToFrozenDictionary(plan => plan.Name, plan => plan with
            {
                Session = new Credits(plan.Session.Micro / 100 * percent),
                Week = new Credits(plan.Week.Micro / 100 * percent),
            }),
        };
    }

    private static PolicyTimeline Versions(ref Draws dice, Duration length)
    {
        var first = First(ref dice);
        if (dice.NextBelow(2) == 0)
            return new PolicyTimeline([first]);
        var rates = (RateLimit)first.Sets["team"].Limits[0];
        var second = first with
        {
            EffectiveFrom = Start + new Duration(dice.NextBelow(length.Nanoseconds)),
            Sets = new Dictionary<string, LimitSet>
            {
                ["team"] = first.Sets["team"] with
                {
                    Limits = first.Sets["team"].Limits.SetItem(0, rates with { Requests = 1 + dice.NextBelow(900) }),
                },
            }.ToFrozenDictionary(),
        };
        return new PolicyTimeline([first, second]);
    }

    private static Policy First(ref Draws dice)
    {
        var limits = ImmutableArray.CreateBuilder<LimitTerms>();
        limits.Add(new RateLimit
        {
            Name = "rates",
            Requests = 30 + dice.NextBelow(900),
            Input = 3000 + dice.NextBelow(90_000),
            Output = 3000 + dice.NextBelow(90_000),
            Burst = dice.NextBelow(2) == 0 ? null : Duration.FromSeconds(5 + dice.NextBelow(20)),
            WholeOutput = dice.NextBelow(2) == 0,
        });
        if (dice.NextBelow(2) == 0)
            limits.Add(new ConcurrencyLimit { Name = "places", Limit = 2 + dice.NextBelow(40) });
        if (dice.NextBelow(2) == 0)
        {
            limits.Add(new SpendLimit
            {
                Name = "day",
                Period = SpendPeriod.Day,
                Limit = new MicroUsd(20_000 + dice.NextBelow(500_000)),
            });
        }

        return new Policy
        {
            EffectiveFrom = Instant.FromDate(new DateOnly(2001, 1, 1)),
            Changes = [],
            SessionLength = Duration.FromSeconds(3 + dice.NextBelow(15)),
            SessionGrid = Duration.FromSeconds(1),
            Classes = new[] { Class }.ToFrozenDictionary(name => name, TermsOf),
            Plans = new Dictionary<string, PlanTerms>
            {
                ["pro"] = new(
                    "pro",
                    "Pro",
                    Credits.From(1000 + dice.NextBelow(40_000)),
                    Credits.From(3000 + dice.NextBelow(90_000))),
            }.ToFrozenDictionary(),
            Tiers = FrozenDictionary<string, TierTerms>.Empty,
            Sets = new Dictionary<string, LimitSet>
            {
                ["team"] = new("team", limits.DrainToImmutable()),
            }.ToFrozenDictionary(),
            Allowances = [],
            ReservationLife = Duration.FromSeconds(20),
        };
    }

    private static ClassTerms TermsOf(string name) => new(
        name,
        [name],
        new CreditWeights(Credits.From(1), Credits.From(1), default, Credits.From(5)),
        new Tokens(100));
}
