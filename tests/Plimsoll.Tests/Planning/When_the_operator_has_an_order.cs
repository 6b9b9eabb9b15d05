using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning;

public class When_the_operator_has_an_order
{
    private static readonly SmallService ample = new() { Users = 20_000 };
    private static readonly SmallService scarce = new() { Users = 120_000, SessionDemand = 900_000 };

    private static readonly PriorityTerms doubled = new ChangePriority("doubled");

    private static PlanReport Plan(SmallService service, params PriorityTerms[] steps) =>
        new Planner(service.Model() with { Priorities = [.. steps] }).Plan();

    private static OrderOutlook Under(PlanReport report, Condition condition) =>
        report.Order.Single(order => order.Condition == condition);

    [Fact]
    public void Without_one_nothing_is_said() => Assert.Empty(Plan(ample).Order);

    [Fact]
    public void It_starts_from_the_policy_before_at_the_end_of_the_ramp()
    {
        var model = scarce.Model();
        var old = new Planner(model with
        {
            Timeline = new PolicyTimeline([model.Timeline.Versions[0]]),
        }).RampedMargin();

        Assert.Equal(old, Under(Plan(scarce, doubled), Condition.Storm).Start, 9);
    }

    [Fact]
    public void A_step_that_fits_is_taken_in_full_and_leaves_what_the_policy_after_leaves()
    {
        var report = Plan(ample, doubled);
        var step = Under(report, Condition.Storm).Steps.Single();

        Assert.Equal(1, step.Part);
        Assert.Equal(report.Outlooks[^1].Firm, step.Served, 9);
        Assert.Equal(1, Under(report, Condition.Storm).Carried);
    }

    [Fact]
    public void A_step_that_does_not_fit_is_taken_to_its_load_line()
    {
        var service = Borderline();
        var report = Plan(service, doubled);
        var step = Under(report, Condition.Storm).Steps.Single();

        Assert.InRange(step.Part, 0.001, 0.999);
        Assert.Equal(report.Changes.Single().Ramped.Multiple, Math.Pow(2, step.Part), 0.002);
        Assert.InRange(step.Served, 1, 1.01);
    }

    [Fact]
    public void What_a_step_takes_the_next_one_does_not_have()
    {
        PriorityTerms weeks = new BundlePriority("all-weeks", 4);
        var service = Borderline();
        var (first, last) = (Plan(service, doubled, weeks), Plan(service, weeks, doubled));

        Assert.True(Under(first, Condition.Storm).Steps[0].Part > Under(last, Condition.Storm).Steps[1].Part);
        Assert.Equal(0, Under(first, Condition.Storm).Steps[1].Part, 0.01);
    }

    [Fact]
    public void Training_takes_accelerators_and_not_more_than_can_be_spared()
    {
        var half = Under(Plan(ample, new TrainingPriority(0.5)), Condition.Normal).Steps.Single();
        var all = Under(Plan(ample, new TrainingPriority(0.999)), Condition.Normal).Steps.Single();
        var start = Under(Plan(ample, new TrainingPriority(0.5)), Condition.Normal).Start;

        Assert.True(half.Part == 1 ? half.Served < start : half.Served >= 1);
        Assert.True(all.Part * 0.999 <= half.Part * 0.5 || half.Part == 1);
        Assert.True(all.Served >= 1);
    }

    [Fact]
    public void Training_twice_takes_its_part_of_what_the_first_left()
    {
        var idle = ample with { NewMegawatts = 30 };
        var order = Under(Plan(idle, new TrainingPriority(0.2), new TrainingPriority(0.5)), Condition.Normal);

        // Power does not bind: what is served goes with the accelerators that are left.
        Assert.Equal([1.0, 1.0], order.Steps.Select(step => step.Part));
        Assert.Equal(0.8, order.Steps[0].Served / order.Start, 9);
        Assert.Equal(0.4, order.Steps[1].Served / order.Start, 9);
    }

    [Fact]
    public void A_step_that_gives_back_is_taken_even_where_nothing_fits()
    {
        var steps = Under(
            Plan(scarce with { Users = 400_000 }, new BundlePriority("all-sessions", 0.5), doubled), Condition.Growth)
            .Steps;

        Assert.Equal([1.0, 0.0], steps.Select(step => step.Part));
    }

    [Fact]
    public void A_change_that_is_in_force_is_said_to_be()
    {
        var model = ample.Model();
        var later = model with
        {
            Compare = new Comparison(
                model.Compare.After, model.Compare.After + Duration.FromDays(1), model.Compare.Ramped),
            Priorities = [doubled],
        };
        var step = Under(new Planner(later).Plan(), Condition.Storm).Steps.Single();

        Assert.True(step.Step.InForce);
        Assert.Equal(1, step.Part);
        Assert.Empty(step.Step.Dials);
    }

    [Fact]
    public void Contracts_are_named_without_which_a_step_would_fail()
    {
        var report = Plan(new SmallService { Users = 170_000 }, doubled);
        var step = Under(report, Condition.Storm).Steps.Single();

        Assert.Contains(report.Contracts, contract => contract.IsNeeded);
        Assert.Equal(
            report.Contracts.Where(contract => contract.IsNeeded).Select(contract => contract.Contract.Name),
            step.BackedBy);
    }

    [Fact]
    public void The_same_order_gives_the_same_bits() => Assert.Equal(
        Plan(scarce, doubled).Order.Select(order => order.Steps[0].Served),
        Plan(scarce, doubled).Order.Select(order => order.Steps[0].Served));

    /// <summary>A service whose old policy fits in Storm and whose doubled sessions do not.</summary>
    private static SmallService Borderline()
    {
        var service = new SmallService { SessionDemand = 900_000 };
        return Enumerable.Range(1, 400).Select(i => service with { Users = i * 1000.0 })
            .First(s => new Planner(s.Model()).RampedMargin() < 0.97);
    }
}
