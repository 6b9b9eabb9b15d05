using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Verification;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Verification;

public sealed class When_a_plan_is_verified
{
    private static readonly VerificationReport Report = Verify(new SmallService().Model());

    [Fact]
    public void Requests_of_every_class_are_those_that_the_plan_reckons_with() =>
        Assert.All(
            Report.Rows.Where(row => row.Id is "requests.large" or "requests.small"),
            row => Assert.InRange(row.Measured!.Value.Value / row.Planned!.Value, 0.85, 1.15));

    [Fact]
    public void Its_week_is_the_first_whole_one_after_the_ramp_and_its_hours_hold_the_tightest()
    {
        Assert.Equal(new DateOnly(2026, 6, 8), Monday(Report.Start).Date);
        Assert.Contains(Report.Rows, row => row.Id == "week.sessionLimited");

        static Instant Monday(Instant at) => Demand.WeekShape.MondayOf(at);
    }

    [Fact]
    public void A_fifth_above_the_line_classes_no_longer_meet_their_objectives()
    {
        Assert.True(Report.FailsAt <= 1.2, $"{Report.FailsAt}");
        Assert.True(Report.ServesUpTo is null || Report.ServesUpTo < Report.FailsAt);
    }

    [Fact]
    public void More_load_over_the_line_is_served_no_better()
    {
        var shares = Report.Lines.Select(row => row.Good.Value).ToList();
        Assert.Equal(shares.OrderDescending(), shares);
    }

    [Fact]
    public void The_same_seeds_give_the_same_report() =>
        Assert.Equal(Report.Rows.AsEnumerable(), Verify(new SmallService().Model()).Rows);

    [Theory]
    [InlineData(FigureRelation.Same, 10, 0.5, VerificationFinding.Agrees)]
    [InlineData(FigureRelation.Same, 10.6, 0.5, VerificationFinding.Disagrees)]
    [InlineData(FigureRelation.AtMost, 5, 0.5, VerificationFinding.Agrees)]
    [InlineData(FigureRelation.AtMost, 10.6, 0.5, VerificationFinding.Disagrees)]
    [InlineData(FigureRelation.AtLeast, 9.6, 0.5, VerificationFinding.Agrees)]
    [InlineData(FigureRelation.AtLeast, 9.4, 0.5, VerificationFinding.Disagrees)]
    public void A_figure_is_held_against_ten_by_its_interval(
        FigureRelation relation, double value, double halfWidth, VerificationFinding expected)
    {
        var row = new VerificationRow(
            "id", "name", FigureUnit.Share, relation, 10, new ConfidenceInterval(value, halfWidth));
        Assert.Equal(expected, row.Finding);
        Assert.Equal(VerificationFinding.NotComparable, (row with { Why = "a reason" }).Finding);
        Assert.Equal(VerificationFinding.NotComparable, (row with { Planned = null }).Finding);
    }

    [Fact]
    public void Nobody_to_serve_leaves_nothing_to_simulate()
    {
        var verification = new PlanVerification(SettingsOf(new SmallService { Users = 0, Organizations = 0 }.Model()));
        Assert.False(verification.HasLoad);
        Assert.Empty(verification.Cases);
    }

    private static VerificationSettings SettingsOf(ServiceModel model) => new()
    {
        Model = model,
        Fleet = new(),
        Scale = 150,
        Hours = 1,
        WeekScale = 1500,
        Runs = 2,
        Seed = 1,
    };

    private static VerificationReport Verify(ServiceModel model)
    {
        var verification = new PlanVerification(SettingsOf(model));
        return verification.Report([.. verification.Cases.Select(tried =>
        {
            var tally = new VerificationTally(tried.Simulation);
            var outcome = tried.Simulation.Run((_, _) => { }, tally.Take);
            return new VerifiedRun(outcome.Report, outcome.Fleet, tally);
        })]);
    }
}
