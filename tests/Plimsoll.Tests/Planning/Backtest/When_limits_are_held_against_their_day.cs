using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Backtest;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Backtest;

public class When_limits_are_held_against_their_day
{
    private const int Digits = 9;

    private static readonly BacktestReport Plain = Of(new PlainService { Users = 100_000 });

    private static StepOutlook Step(string key) => Plain.Steps.Single(s => s.Key == key);

    [Fact]
    public void Each_change_comes_by_itself_and_those_of_a_day_together() => Assert.Equal(
        [
            "2026-03-26/cut",
            "2026-05-06/cut-lifted",
            "2026-05-06/doubled",
            "2026-05-06/all",
        ],
        Plain.Steps.Select(s => s.Key));

    [Fact]
    public void A_change_is_made_in_the_policy_of_the_day_before_alone()
    {
        var before = Step("2026-05-06/all").Day.Before.Normal;

        Assert.Equal(before / 2, Step("2026-05-06/cut-lifted").Day.After.Normal, Digits);
        Assert.Equal(before / 2, Step("2026-05-06/doubled").Day.After.Normal, Digits);
        Assert.Equal(before / 4, Step("2026-05-06/all").Day.After.Normal, Digits);
    }

    [Fact]
    public void A_load_rises_with_the_limits_that_everybody_reaches()
    {
        var added = Step("2026-05-06/all").Added;

        Assert.Equal(4, added.OutputAfter / added.OutputBefore, Digits);
        Assert.Equal(4, added.CreditsAfter / added.CreditsBefore, Digits);
        Assert.Equal(3, added.WeekShare, Digits);
    }

    [Fact]
    public void New_sites_are_left_out_beside()
    {
        var all = Step("2026-05-06/all");

        Assert.Equal(["new"], Plain.NewSites);
        Assert.Equal(4, all.Ramped.After.Storm / all.Ramped.AfterAlone!.Storm, Digits);
        Assert.Null(Step("2026-03-26/cut").Day.AfterAlone);
    }

    [Theory]
    [InlineData(1_000, Backing.Backed, false, "would hold without new as well")]
    [InlineData(0, Backing.Backed, true, "Without new it would fail")]
    [InlineData(-1, Backing.BackedOnceRamped, true, "only once its ramp is complete")]
    [InlineData(-2, Backing.NotBacked, false, "times the fleet")]
    public void A_verdict_is_in_words(double users, Backing backing, bool needsNewSites, string words)
    {
        // Users that the doubled limits bear: with all of the new site 8,000 accelerators, on its first day 3,200.
        var perAccelerator = Step("2026-05-06/all").Ramped.After.Storm * 100_000 / 8000;
        var asked = users switch
        {
            0 => perAccelerator * 3000,
            -1 => perAccelerator * 5000,
            -2 => perAccelerator * 9000,
            _ => users,
        };

        var report = Of(new PlainService { Users = asked });
        var step = report.Steps[^1];

        Assert.Equal((backing, needsNewSites), (step.Backing, step.NeedsNewSites));
        Assert.Contains(words, string.Join(' ', StepSentences.Of(step, report.NewSites)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.2, false)]
    [InlineData(2.4, true)]
    public void A_reduction_that_was_not_needed_on_its_day_is_said_to_be_none(double spare, bool isSpared)
    {
        var margin = Step("2026-03-26/cut").Day.After.Storm;
        var report = Of(new PlainService { Users = 100_000 * margin / spare });

        Assert.Equal(isSpared, string.Join(' ', StepSentences.Of(report.Steps[0], report.NewSites))
            .Contains("the limits before it held on that day as well", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_told_when_growth_ends_what_was_right()
    {
        var margin = Step("2026-03-26/cut").Day.After.Storm;
        var growth = new Growth(PlainService.Reduced, [(PlainService.Reduced, 100)]);
        var report = Of(new PlainService { Users = 100_000 * margin / 1.2, Growth = growth });

        // A growth of 1.2 at 100 a year takes 14.45 days.
        Assert.Equal(PlainService.Reduced + Duration.FromDays(15), report.Steps[0].OutgrownAt);
        Assert.Contains("Right when it was made, wrong from 10 April 2026 on, 26 days before",
            string.Join(' ', StepSentences.Of(report.Steps[0], report.NewSites)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_growth_is_told_that_a_later_change_can_bear()
    {
        var growth = new Growth(SmallService.Day, [(SmallService.Day, 10)]);
        var step = Of(new PlainService { Users = 100_000, Growth = growth }).Steps[^1];
        var atThat = new Growth(SmallService.Day, [(SmallService.Day, step.BearableGrowth!.Value)]);

        Assert.Equal(10, step.AssumedGrowth!.Value, Digits);
        Assert.Equal(1, Of(new PlainService { Users = 100_000, Growth = atThat }).Steps[^1].Ramped.After.Storm, 6);
    }

    private static BacktestReport Of(PlainService service) =>
        BacktestReport.Of([], _ => service.Model());
}
