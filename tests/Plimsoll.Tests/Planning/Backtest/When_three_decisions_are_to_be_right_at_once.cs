using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Demand;
using Plimsoll.Evidence;
using Plimsoll.Planning;
using Plimsoll.Planning.Backtest;

namespace Plimsoll.Tests.Planning.Backtest;

public class When_three_decisions_are_to_be_right_at_once
{
    private const int Digits = 5;
    private const int Draws = 16;
    private const double OnTheFirstDay = 0.2;

    /// <summary>The new site has so many times the accelerators of the old one.</summary>
    private const double Added = 3;

    private static readonly RegionReport Plain = Of(new PlainService());

    /// <summary>The fleet that just bears the standard limits by itself.</summary>
    private static double Standard => Plain.Storm.Bounds.Needed;

    [Fact]
    public void What_the_old_fleet_bears_is_in_proportion_to_the_limits()
    {
        Assert.Equal(Standard / 2, Plain.Storm.Bounds.Sufficed, Digits);
        Assert.Equal(Standard, Plain.Storm.Bounds.NeededAtOnce, Digits);
        Assert.Equal(2 * Standard, Plain.Storm.Bounds.NeededOnTheDay, Digits);
        Assert.Equal(2 * Standard, Plain.Storm.Bounds.NeededRamped, Digits);
    }

    [Fact]
    public void What_the_new_site_yields_takes_the_place_of_the_old_fleet()
    {
        Assert.All(Plain.Rows, row =>
        {
            Assert.Equal(Borne(row.Added * OnTheFirstDay), row.BorneOnTheDay, Digits);
            Assert.Equal(Borne(row.Added), row.BorneRamped, Digits);
        });

        static double Borne(double part) => Math.Max(0, (2 * Standard) - (part * Added));
    }

    [Fact]
    public void The_region_lies_between_the_edges()
    {
        Assert.All(Plain.Rows, row =>
        {
            Assert.Equal(Standard, row.Ramped.To, Digits);
            Assert.Equal(Math.Max(Standard / 2, row.BorneRamped), row.Ramped.From, Digits);
            Assert.Equal(Math.Max(row.Ramped.From, row.BorneOnTheDay), row.OnTheDay.From, Digits);
        });
    }

    [Theory]
    [InlineData(4, 1, 2, 2)]
    [InlineData(4, 2, 1, 2)]
    [InlineData(1.5, 2, 1, 1.5)]
    public void Above_its_upper_edge_one_of_the_two_is_not_needed_at_all(
        double needed, double onTheDay, double ramped, double expected) =>
        Assert.Equal(expected, new FleetBounds(0.5, needed, needed, onTheDay, ramped).High);

    [Fact]
    public void The_least_of_the_new_site_that_will_do_is_found()
    {
        Assert.Equal(Standard / Added / OnTheFirstDay, Plain.LeastAddedOnTheDay, Digits);
        Assert.Equal(Standard / Added, Plain.LeastAddedRamped, Digits);
    }

    [Fact]
    public void Demand_that_rises_moves_every_edge_in_proportion()
    {
        var more = Of(new PlainService { Users = 1_040_000 });

        Assert.Equal(1.3 * Standard, more.Storm.Bounds.Needed, Digits);
        Assert.Equal(1.3 * Plain.Storm.Bounds.Sufficed, more.Storm.Bounds.Sufficed, Digits);
    }

    [Fact]
    public void The_reduction_makes_up_for_the_growth_between_its_two_edges()
    {
        var yearly = new Growth(SmallService.Day, [(SmallService.Day, 2)]);

        Assert.Equal(365, Of(new PlainService { Growth = yearly }).DaysBought, 3);
        Assert.Equal(double.PositiveInfinity, Plain.DaysBought);
    }

    [Fact]
    public void A_fleet_is_right_exactly_where_each_decision_tried_by_itself_is() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20260506, 3), Prop.ForAll(Cases, pair =>
        {
            var report = Of(pair.Service);
            var tried = pair.Service with { Old = pair.Service.Old * pair.Fleet };
            var own = Of(tried);
            var (scaled, row) = (own.Storm.Bounds, own.Storm.Row);
            var isRight = scaled is { Sufficed: <= 1, Needed: > 1 } && row.BorneRamped <= 1
                && Math.Max(scaled.NeededOnTheDay, scaled.NeededRamped) > 1;
            return report.Storm.Row.Ramped.Contains(pair.Fleet) == isRight;
        }));

    [Fact]
    public void More_of_the_new_site_never_asks_for_a_larger_fleet() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20260506, 5), Prop.ForAll(Cases, pair =>
        {
            var rows = Of(pair.Service).Rows;
            return Enumerable.Range(1, rows.Length - 1).All(i =>
                rows[i].BorneOnTheDay <= rows[i - 1].BorneOnTheDay * (1 + 1e-5)
                && rows[i].BorneRamped <= rows[i - 1].BorneRamped * (1 + 1e-5));
        }));

    [Fact]
    public void The_same_service_gives_the_same_region()
    {
        var service = new PlainService { Spread = 0.9 };

        Assert.Equal(RegionSentences.Of(Of(service)), RegionSentences.Of(Of(service)));
        Assert.Equal(Of(service).Draws, Of(service).Draws);
    }

    [Fact]
    public void A_site_that_adds_next_to_nothing_makes_no_fleet_right()
    {
        var report = Of(new PlainService { New = 1 });

        Assert.True(report.Storm.Row.Ramped.IsEmpty);
        Assert.Contains("No fleet makes all three decisions right.", RegionSentences.Of(report));
        Assert.Contains("However much new yields, no fleet makes all right.", RegionSentences.Of(report));
    }

    [Fact]
    public void Draws_are_told_apart_by_whether_some_fleet_and_whether_its_own_will_do()
    {
        var report = Of(new PlainService { Old = Standard * 0.75 * 2000 });

        Assert.Equal(1, report.Possibility(isRamped: true));
        Assert.InRange(report.Plausibility(1, isRamped: true), 0.2, 0.9);
        Assert.Equal(Draws, report.Draws.Length);
    }

    [Fact]
    public void Without_a_reduction_that_is_taken_back_there_is_no_region()
    {
        var model = new PlainService { IsReductionLifted = false }.Model();

        Assert.Null(RegionReport.Of([], _ => model, 1, out var obstacle));
        Assert.Contains("lifts", obstacle, StringComparison.Ordinal);
    }

    private static Arbitrary<(PlainService Service, double Fleet)> Cases { get; } = (
        from old in Gen.Choose(200, 4000)
        from added in Gen.Choose(0, 8000)
        from spread in Gen.Choose(0, 12)
        from lost in Gen.Elements(0, 1)
        from fleet in Gen.Choose(10, 300)
        select (new PlainService
        {
            Old = old,
            New = added + 1,
            Spread = spread / 10.0,
            Criterion = new Criterion(0.9, 0.1, lost),
        }, fleet / 100.0)).ToArbitrary();

    private static RegionReport Of(PlainService service)
    {
        InputRecord[] inputs =
        [
            new("users", "", 0.5 * service.Users, service.Users, 1.5 * service.Users,
                new(EvidenceKind.Assumed, null, null, null)),
        ];
        return RegionReport.Of(
            inputs,
            values => (service with { Users = values.GetValueOrDefault("users", service.Users) }).Model(),
            Draws,
            out _)!;
    }
}
