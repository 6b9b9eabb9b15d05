using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Backtest;

/// <summary>
/// A service whose sessions were cut to a half 40 days ago and are doubled over the standard now, when a site comes.
/// Everybody wants more than any limit gives, all hours are alike, demand does not grow and power does not bind: load
/// is in proportion to the limit, and what is served in proportion to the accelerators.
/// </summary>
internal sealed record PlainService
{
    private const double NobodyReaches = 9e12;

    public static readonly Instant Came = SmallService.Day + Duration.FromDays(1);
    public static readonly Instant Reduced = SmallService.Day - Duration.FromDays(40);

    public double Old { get; init; } = 2000;
    public double New { get; init; } = 6000;
    public double Users { get; init; } = 800_000;
    public bool IsReductionLifted { get; init; } = true;

    /// <summary>Spread of appetites; zero: everybody wants more than any limit gives.</summary>
    public double Spread { get; init; }

    public Criterion Criterion { get; init; } = new(0.5, 0, 0);

    public Growth Growth { get; init; } = new(SmallService.Day, []);

    public ServiceModel Model()
    {
        var small = new SmallService { OldAccelerators = Old, NewAccelerators = New }.Model();
        var first = small.Timeline.Versions[0];
        var standard = first with
        {
            Plans = first.Plans.Values.ToFrozenDictionary(
                plan => plan.Name, plan => plan with { Week = Credits.From(NobodyReaches) }),
        };
        return small with
        {
            Criterion = Criterion,
            Growth = Growth,
            Sites = [.. small.Sites.Select(s => s with { Power = new Watts(1e12) })],
            Populations = [Everybody(small.Populations[0])],
            Organizations = [],
            Timeline = new PolicyTimeline(
            [
                standard,
                standard with { EffectiveFrom = Reduced, Changes = ["cut"], Allowances = [Session("cut", 0.5)] },
                standard with
                {
                    EffectiveFrom = Came,
                    Changes = ["cut", "cut-lifted", "doubled"],
                    Allowances = [Session("doubled", 2)],
                },
            ]),
            Changes =
            [
                new("cut", "Sessions cut", Reduced, null, null, [], []),
                new("cut-lifted", "Sessions cut no longer", Came, null, null, IsReductionLifted ? ["cut"] : [], []),
                new("doubled", "Sessions doubled", Came, null, null, [], []),
            ],
        };
    }

    private Population Everybody(Population like) => like with
    {
        Users = Users,
        SessionDemand = 4_000_000,
        UserSpread = Spread,
        SessionSpread = Spread,
        SessionsPerWeek = 1,
        Mix = [1, 0],
        Rhythm = new Rhythm([.. Enumerable.Repeat(1.0, 24)], [.. Enumerable.Repeat(1.0, 24)]),
    };

    // One scope for each of the two, so that they are changes apart.
    private static Allowance Session(string change, double factor) => new(
        change, "session", WindowKind.Session, FrozenSet.Create("pro"), change == "cut" ? null : "code",
        new Factor(factor), null);
}
