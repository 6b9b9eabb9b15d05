using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

public class When_supply_or_demand_changes
{
    private const double Rounding = 1 + 1e-9;
    private const double BisectionStep = 1.0006;

    private static readonly Arbitrary<(SmallService Service, double More)> Services = RandomServices.Pairs;

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260506, 1);

    [Fact]
    public void More_accelerators_never_lower_a_margin_or_a_load_line() =>
        Compare((s, more) => s with { OldAccelerators = s.OldAccelerators * more }, rises: true);

    [Fact]
    public void More_megawatts_never_lower_a_margin_or_a_load_line() =>
        Compare((s, more) => s with { NewMegawatts = s.NewMegawatts * more }, rises: true);

    [Fact]
    public void More_users_never_raise_a_margin_or_a_load_line() =>
        Compare((s, more) => s with { Users = s.Users * more }, rises: false);

    [Fact]
    public void More_organisations_never_raise_a_margin_or_a_load_line() =>
        Compare((s, more) => s with { Organizations = s.Organizations * more }, rises: false);

    [Fact]
    public void A_larger_appetite_never_raises_a_margin() => Check.One(Fixed, Prop.ForAll(Services, pair =>
    {
        var hungrier = pair.Service with { SessionDemand = pair.Service.SessionDemand * pair.More };
        return MarginOf(hungrier) <= MarginOf(pair.Service) * Rounding;
    }));

    [Fact]
    public void More_active_parameters_never_raise_a_margin() => Check.One(Fixed, Prop.ForAll(Services, pair =>
    {
        var larger = pair.Service with { ActiveParameters = pair.Service.ActiveParameters * pair.More };
        return MarginOf(larger) <= MarginOf(pair.Service) * Rounding;
    }));

    [Fact]
    public void The_order_of_the_inputs_changes_nothing() => Check.One(Fixed, Prop.ForAll(Services, pair =>
    {
        var forward = new Planner(pair.Service.Model()).Plan();
        var backward = new Planner((pair.Service with { Reversed = true }).Model()).Plan();
        return forward.Outlooks.Zip(backward.Outlooks).All(o => Math.Abs((o.First.Firm / o.Second.Firm) - 1) < 1e-9)
            && forward.Changes.Single().Ramped.Multiple / backward.Changes.Single().Ramped.Multiple
                is (> 1 / BisectionStep and < BisectionStep) or double.NaN;
    }));

    [Fact]
    public void The_services_of_these_tests_have_load_lines_that_can_move()
    {
        var movable = 0;
        Check.One(Fixed, Prop.ForAll(Services, pair =>
        {
            var line = LineOf(new Planner(pair.Service.Model()));
            movable += line > 0 && double.IsFinite(line) ? 1 : 0;
        }));

        Assert.InRange(movable, 12, 40);
    }

    [Fact]
    public void The_same_inputs_give_the_same_bits()
    {
        var first = new Planner(new SmallService().Model()).Plan();
        var second = new Planner(new SmallService().Model()).Plan();

        Assert.Equal(first.Outlooks.Select(o => o.Firm), second.Outlooks.Select(o => o.Firm));
        Assert.Equal(first.Changes.Select(c => c.Ramped.Multiple), second.Changes.Select(c => c.Ramped.Multiple));
        Assert.Equal(first.OutputLoad, second.OutputLoad);
    }

    private static void Compare(Func<SmallService, double, SmallService> change, bool rises) =>
        Check.One(Fixed, Prop.ForAll(Services, pair =>
        {
            var one = new Planner(pair.Service.Model());
            var other = new Planner(change(pair.Service, pair.More).Model());
            var (less, more) = rises ? (one, other) : (other, one);
            return less.RampedMargin() <= more.RampedMargin() * Rounding
                && LineOf(less) <= LineOf(more) * BisectionStep;
        }));

    private static double LineOf(Planner planner) =>
        planner.Ramped().Lines.Values.Single()[(int)Condition.Storm - (int)Condition.Normal];

    private static double MarginOf(SmallService service) => new Planner(service.Model()).RampedMargin();
}
