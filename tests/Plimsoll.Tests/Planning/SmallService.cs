using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning;

/// <summary>A service of two sites, two classes, one plan and one tier, small enough to reason about.</summary>
internal sealed record SmallService
{
    public static readonly Instant Day = Instant.FromDate(new DateOnly(2026, 5, 5));

    public double OldAccelerators { get; init; } = 2000;
    public double NewAccelerators { get; init; } = 2000;
    public double NewMegawatts { get; init; } = 3.5;
    public double Users { get; init; } = 60_000;
    public double Organizations { get; init; } = 200;
    public double SessionDemand { get; init; } = 300_000;
    public double ActiveParameters { get; init; } = 37e9;
    public double Factor { get; init; } = 2;
    public bool Reversed { get; init; }

    public ServiceModel Model() => new()
    {
        Title = "A small service",
        Compare = new Comparison(Day, Day + Duration.FromDays(1), Day + Duration.FromDays(31)),
        Criterion = new Criterion(0.95, 0.08, 1),
        Sites = Ordered(
            Site("old", Day - Duration.FromDays(100), OldAccelerators, 30),
            Site("new", Day + Duration.FromDays(1), NewAccelerators, NewMegawatts)),
        Classes = Ordered(Class("large", ActiveParameters, 671e9), Class("small", 3.3e9, 30.5e9)),
        Timeline = new PolicyTimeline([Policy(default, 1), Policy(Day + Duration.FromDays(1), Factor)]),
        Changes = [new("doubled", "Sessions doubled", Day + Duration.FromDays(1), null, null, [], [])],
        Populations = Ordered(
            Population("heavy", Users / 4, SessionDemand * 3), Population("light", Users, SessionDemand)),
        Organizations = [Company],
        Growth = new Growth(Day, [(Day, 4)]),
        Observations = [],
    };

    private T[] Order<T>(T[] items) => Reversed ? [.. items.Reverse()] : items;

    private System.Collections.Immutable.ImmutableArray<T> Ordered<T>(params T[] items) => [.. Order(items)];

    private Organizations Company => new()
    {
        Name = "companies",
        Tier = "tier",
        Count = Organizations,
        Wants = Ordered(4_000.0, 9_000.0),
        Spread = 1.2,
        Coincidence = 0.6,
        Region = Region,
        Rhythm = Rhythm,
    };

    private static Region Region => new("utc", [(ZoneOffsets.Utc, 1)]);

    private static Rhythm Rhythm { get; } = new(
        [.. Enumerable.Range(0, 24).Select(h => h is >= 8 and < 18 ? 4.0 : 1.0)],
        [.. Enumerable.Range(0, 24).Select(_ => 1.0)]);

    private Population Population(string name, double users, double demand) => new()
    {
        Name = name,
        Plan = "pro",
        Product = "code",
        Users = users,
        SessionsPerWeek = 8,
        ActiveHoursPerSession = 2.5,
        SessionDemand = demand,
        UserSpread = 1.1,
        FrequencyShare = 0.5,
        SessionSpread = 0.8,
        Mix = Ordered(0.4, 0.6),
        Region = Region,
        Rhythm = Rhythm,
    };

    private static ModelClass Class(string name, double active, double parameters) => new()
    {
        Name = name,
        Title = name,
        StandIn = "a stand-in",
        Shape = new ModelShape
        {
            Parameters = parameters,
            Active = active,
            Layers = 61,
            Experts = 256,
            Routed = 8,
            AttentionWidth = 16384,
            KvPerToken = new ByteSize(35_000),
            BytesPerWeight = 1,
        },
        Traffic = new TrafficShape(2_000, 20_000, 600),
        Objective = new Objective(Duration.FromSeconds(4), Duration.FromSeconds(0.08)),
    };

    private static Accelerator Kind { get; } = new()
    {
        Name = "h200",
        Title = "H200",
        Compute = new ComputeRate(1979e12),
        Memory = new ByteSize(141e9),
        Bandwidth = new Bandwidth(4.8e12),
        ScaleUp = 8,
        Calibration = new Calibration(
            new Share(0.66), new Share(0.45), Duration.Zero, Duration.FromSeconds(69e-6), Duration.FromSeconds(62e-6)),
        Power = new AcceleratorPower(new Watts(700), new Watts(356), new Watts(196), new Watts(2027)),
    };

    private static Site Site(string name, Instant start, double accelerators, double megawatts) => new()
    {
        Name = name,
        Title = name,
        Contract = new Contract { Name = name, Counterparty = name, Form = ContractForm.Lease },
        Power = new Watts(megawatts * 1e6),
        PowerChain = 2.44,
        Feeds = 2,
        Ramp = new Ramp([(start, new Share(0.2)), (start + Duration.FromDays(30), new Share(1))]),
        Pools = [new Pool("pool", Kind, accelerators, 0.97, 1)],
    };

    private static Policy Policy(Instant from, double factor) => new()
    {
        EffectiveFrom = from,
        Changes = factor == 1 ? [] : ["doubled"],
        SessionLength = Duration.FromHours(5),
        SessionGrid = Duration.FromMinutes(10),
        Classes = new[] { Terms("large", 0.667, 3.333), Terms("small", 0.133, 0.667) }.ToFrozenDictionary(c => c.Name),
        Plans = new[] { new PlanTerms("pro", "Pro", Credits.From(550_000), Credits.From(5_000_000)) }
            .ToFrozenDictionary(p => p.Name),
        Tiers = new[] { new TierTerms("tier", new[] { "large", "small" }.ToFrozenDictionary(c => c, _ =>
            new RateTerms(new PerMinute(50), new PerMinute(30_000), new PerMinute(8_000)))) }
            .ToFrozenDictionary(t => t.Name),
        Allowances = factor == 1
            ? []
            : [new("doubled", "sessions", WindowKind.Session, FrozenSet.Create("pro"), "code", new(factor), null)],
    };

    private static ClassTerms Terms(string name, double input, double output) => new(
        name,
        [name],
        new CreditWeights(Credits.From(input), Credits.From(input), default, Credits.From(output)),
        new Tokens(600));
}
