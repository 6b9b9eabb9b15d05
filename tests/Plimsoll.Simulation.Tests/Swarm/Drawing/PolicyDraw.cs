using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>Policies for a case: always the same names, so that one version follows another.</summary>
internal sealed class PolicyDraw(Dice dice, Feature has)
{
    private static readonly string[] classNames = ["c0", "c1", "c2"];

    public static ImmutableArray<string> Classes { get; } = [.. classNames];

    private readonly Duration life = dice.Pick(
        Duration.FromSeconds(20), Duration.FromMinutes(2), Duration.FromMinutes(10));

    private readonly SpendPeriod period = dice.Pick(SpendPeriod.Day, SpendPeriod.Week, SpendPeriod.Month);
    private readonly Duration interval = dice.Pick(Duration.FromSeconds(1), Duration.FromMinutes(1));
    private readonly Duration sessionLength = dice.Pick(
        Duration.FromHours(5), Duration.FromMinutes(7), Duration.FromSeconds(20));

    /// <summary>The versions in force within a time.</summary>
    public PolicyTimeline Timeline(Instant start, Duration span, int most)
    {
        List<Policy> versions = [Version(start - Duration.FromDays(1))];
        var later = has.HasFlag(Feature.Versions) ? dice.Of(1, most) : 0;
        var at = start;
        for (var i = 0; i < later; i++)
        {
            at += new Duration(1 + dice.Below(span.Nanoseconds / most));
            versions.Add(Version(at));
        }

        return new(versions);
    }

    /// <summary>Who asks: organizations, workspaces and seats, each with sets of its own.</summary>
    public ImmutableArray<SwarmAccount> Accounts()
    {
        List<SwarmAccount> accounts = [];
        var count = dice.Of(1, 8);
        for (var i = 0; i < count; i++)
        {
            var above = has.HasFlag(Feature.Levels) && i > 0 && dice.Chance(70) ? dice.Of(0, i - 1) : -1;
            if (above >= 0 && accounts[above].Level == ScopeLevel.Key)
                above = -1;
            var level = above < 0
                ? has.HasFlag(Feature.Levels) ? ScopeLevel.Organization : dice.Pick(
                    ScopeLevel.Organization, ScopeLevel.Seat)
                : accounts[above].Level + 1;
            accounts.Add(new(above, level, new(Sets(isLowest: above < 0), Anchor()), dice.Pick("chat", "code")));
        }

        return [.. accounts];
    }

    private Instant Anchor() => has.HasFlag(Feature.Rollovers) ? default : Instant.FromUnixSeconds(dice.Of(0, 604800));

    private ImmutableArray<string> Sets(bool isLowest)
    {
        List<string> sets = [];
        if (has.HasFlag(Feature.Plans) && dice.Chance(60))
            sets.Add("pro");
        if (has.HasFlag(Feature.Rates) && dice.Chance(60))
            sets.Add("build");
        if (has.HasFlag(Feature.Caps) && dice.Chance(60))
            sets.Add("caps");
        if (has.HasFlag(Feature.Overage) && sets.Contains("pro"))
            sets.Add("overage");
        if (sets.Count == 0 && isLowest && dice.Chance(95))
            sets.Add(dice.Pick("pro", "build", "caps"));
        return [.. sets];
    }

    private Policy Version(Instant effective)
    {
        var build = new TierTerms("build", classNames.Take(dice.Chance(90) ? 3 : 1).ToFrozenDictionary(
            name => name, _ => Rate()));
        var pro = new PlanTerms("pro", "pro", Credits.From(Amount()), Credits.From(3L * Amount()))
        {
            Further = dice.Chance(30)
                ? [new WindowLimit { Name = "week-c0", Window = WindowKind.Week, Limit = Amounts(), Class = "c0" }]
                : [],
        };
        return new()
        {
            EffectiveFrom = effective,
            Changes = [],
            SessionLength = sessionLength,
            SessionGrid = dice.Pick(Duration.FromMinutes(10), new Duration(1), Duration.FromHours(1)),
            Classes = classNames.ToFrozenDictionary(name => name, Class),
            Plans = new[] { pro }.ToFrozenDictionary(plan => plan.Name),
            Tiers = new[] { build }.ToFrozenDictionary(tier => tier.Name),
            Sets = new[] { Caps(), Overage() }.ToFrozenDictionary(set => set.Name),
            Allowances = has.HasFlag(Feature.Allowances) ? [Allowance(), Allowance()] : [],
            ReservationLife = life,
            BatchLife = life * 3,
            InProgress = dice.Pick(InProgress.KeepUsed, InProgress.KeepUtilization),
        };
    }

    private ClassTerms Class(string name) => new(
        name,
        [name],
        new CreditWeights(Credits.From(1), new Credits(1_250_001), new Credits(100_000), Credits.From(5)),
        new Tokens(has.HasFlag(Feature.BadEstimates) ? dice.Pick(1, 3, 5000) : 30))
    {
        Prices = new PriceTerms(new(1_500_000), new(1_875_000), new(3_000_000), new(150_000), new(7_500_000)),
    };

    private LimitSet Caps()
    {
        List<LimitTerms> limits = [];
        if (dice.Chance(60))
        {
            limits.Add(new SpendLimit
            {
                Name = "spend",
                Period = period,
                Limit = new MicroUsd(Amount()),
            });
        }

        if (dice.Chance(60))
            limits.Add(new ConcurrencyLimit { Name = "inflight", Limit = dice.Chance(3) ? 0 : dice.Of(1, 6) });
        if (dice.Chance(40))
        {
            limits.Add(new AccelerationLimit
            {
                Name = "growth",
                Interval = interval,
                Free = new Tokens(dice.Pick(100, 500, 3000)),
                Growth = new Factor(dice.Pick(0, 0.5, 1.5, 2)),
            });
        }

        return new("caps", [.. limits]);
    }

    private LimitSet Overage() => new("overage",
    [
        new OverageTerms
        {
            Name = "overage",
            Daily = dice.Chance(50) ? new MicroUsd(Amount()) : null,
            Monthly = dice.Chance(50) ? new MicroUsd(Amount()) : null,
            Prepaid = dice.Chance(30),
        },
    ]);

    private RateTerms Rate() => new(
        new PerMinute(dice.Pick(2, 5, 20, 1000)),
        new PerMinute(dice.Pick(60, 300, 2000, 100_000)),
        new PerMinute(dice.Pick(5, 50, 500, 100_000)))
    {
        Burst = dice.Chance(30) ? Duration.FromSeconds(dice.Of(1, 30)) : null,
        CountsCacheReads = dice.Chance(50),
        WholeOutput = dice.Chance(30),
    };

    private Allowance Allowance() => new(
        "change",
        "allowance",
        dice.Pick(WindowKind.Session, WindowKind.Week, WindowKind.Spend),
        new[] { dice.Pick("pro", "caps", "overage") }.ToFrozenSet(),
        dice.Pick<string?>(null, "chat"),
        new Factor(dice.Pick(2, 0.5, 1.5, 0.333333)),
        null);

    private Credits Amounts() => Credits.From(Amount());

    private int Amount() => dice.Chance(3) ? 0 : dice.Pick(100, 500, 2000, 20_000, 1_000_000);
}
