using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Tests.Serving.Health;

public sealed class When_a_replica_fails
{
    private static readonly HealthSettings Settings = new();
    private static readonly Instant Noon = Instant.FromDate(new DateOnly(2026, 5, 6)) + Duration.FromHours(12);

    private readonly Story story = new(Settings, Noon);

    [Fact]
    public void It_is_ejected_at_the_fifth_failure_in_a_row_and_served_ones_between_begin_the_count_anew()
    {
        story.End(Outcome.Failed, 4).End(Outcome.Served).End(Outcome.Failed, 4);
        Assert.Equal(Standing.Healthy, story.Standing);

        story.End(Outcome.Failed);

        Assert.Equal(new Verdict(Standing.Ejected, Noon + Settings.Ejection), story.Verdict);
    }

    [Fact]
    public void It_is_ejected_when_half_of_twenty_failed_though_never_five_in_a_row()
    {
        for (var i = 0; i < 9; i++)
            story.End(Outcome.Served).End(Outcome.Failed);
        story.End(Outcome.Served);
        Assert.Equal(Standing.Healthy, story.Standing);

        story.End(Outcome.Failed);

        Assert.Equal(Standing.Ejected, story.Standing);
    }

    [Fact]
    public void What_failed_long_ago_no_longer_counts()
    {
        for (var i = 0; i < 9; i++)
            story.End(Outcome.Served).End(Outcome.Failed);

        story.Wait(Settings.Window * 2).End(Outcome.Served).End(Outcome.Failed);

        Assert.Equal(Standing.Healthy, story.Standing);
    }

    [Fact]
    public void One_request_tries_it_when_its_time_is_over_and_no_other_until_that_one_ended()
    {
        story.End(Outcome.Failed, 5).Wait(Settings.Ejection);
        Assert.Equal(new Verdict(Standing.OnTrial, null), story.Verdict);

        var trial = story.Give();

        Assert.False(story.Verdict.Takes);
        story.End(trial, Outcome.Served);
        Assert.Equal(new Verdict(Standing.Healthy, null), story.Verdict);
    }

    [Fact]
    public void Each_failed_trial_doubles_the_ejection_up_to_the_longest()
    {
        story.End(Outcome.Failed, 5);
        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 300, 300 })
        {
            Assert.Equal(story.Now + Duration.FromSeconds(seconds), story.Verdict.Until);
            story.Wait(Duration.FromSeconds(seconds)).End(Outcome.Failed);
        }
    }

    [Fact]
    public void A_window_of_good_service_makes_the_next_ejection_a_first_one()
    {
        story.End(Outcome.Failed, 5).Wait(Settings.Ejection).End(Outcome.Failed);
        story.Wait(Settings.Ejection * 2).End(Outcome.Served);

        story.Wait(Settings.Window).End(Outcome.Served).End(Outcome.Failed, 5);

        Assert.Equal(story.Now + Settings.Ejection, story.Verdict.Until);
        Assert.Equal(3, story.State.Ejections);
    }

    [Fact]
    public void Without_one_it_is_left_alone_for_longer_than_before()
    {
        story.End(Outcome.Failed, 5).Wait(Settings.Ejection).End(Outcome.Served);

        story.End(Outcome.Failed, 5);

        Assert.Equal(story.Now + (Settings.Ejection * 2), story.Verdict.Until);
    }

    [Fact]
    public void Requests_given_before_it_was_ejected_neither_bring_it_back_nor_eject_it_for_longer()
    {
        var (good, bad) = (story.Give(), story.Give());
        story.End(Outcome.Failed, 5);
        var before = story.Verdict;

        story.End(good, Outcome.Served).End(bad, Outcome.Failed);

        Assert.Equal(before, story.Verdict);
    }

    [Fact]
    public void A_trial_of_which_nothing_is_known_is_followed_by_another()
    {
        story.End(Outcome.Failed, 5).Wait(Settings.Ejection);
        var trial = story.Give();

        story.End(trial, Outcome.Nothing);

        Assert.True(story.Verdict.Takes);
        Assert.Equal(Standing.OnTrial, story.Standing);
    }

    [Fact]
    public void A_trial_that_takes_long_lets_another_through_now_and_then()
    {
        story.End(Outcome.Failed, 5).Wait(Settings.Ejection);
        story.Give();
        Assert.False(story.Verdict.Takes);

        story.Wait(Settings.Ejection);

        Assert.True(story.Verdict.Takes);
        story.Give();
        Assert.False(story.Verdict.Takes);
    }

    [Fact]
    public void A_full_one_is_left_alone_for_as_long_as_it_says_and_has_not_failed()
    {
        story.End(new Outcome.Full(Duration.FromSeconds(17), IsRate: false), 9);

        Assert.Equal(new Verdict(Standing.Full, Noon + Duration.FromSeconds(17)), story.Verdict);
        Assert.Equal(0, story.State.Ejections);
        Assert.Equal(Standing.Healthy, story.Wait(Duration.FromSeconds(17)).Standing);
    }

    [Fact]
    public void One_that_does_not_say_is_left_alone_for_twice_as_long_each_time()
    {
        foreach (var seconds in new[] { 1, 2, 4, 8 })
        {
            story.End(new Outcome.Full(null, IsRate: true));
            Assert.Equal(story.Now + Duration.FromSeconds(seconds), story.Verdict.Until);
            story.Wait(Duration.FromSeconds(seconds));
        }

        story.End(Outcome.Served).End(new Outcome.Full(null, IsRate: true));

        Assert.Equal(story.Now + Duration.FromSeconds(1), story.Verdict.Until);
    }

    [Theory]
    [InlineData(false, Standing.Healthy)]
    [InlineData(true, Standing.Full)]
    public void A_request_that_ends_there_leaves_a_place_but_no_room_in_a_rate(bool isRate, Standing expected)
    {
        var other = story.Give();
        story.End(new Outcome.Full(Duration.FromSeconds(9), isRate));

        story.End(other, Outcome.Served);

        Assert.Equal(expected, story.Standing);
    }

    [Fact]
    public void Nobody_can_ask_to_be_left_alone_for_more_than_the_longest_back_off()
    {
        story.End(new Outcome.Full(Duration.FromDays(7), IsRate: true));

        Assert.Equal(Noon + Settings.LongestBackOff, story.Verdict.Until);
    }

    [Fact]
    public void Three_probes_in_a_row_without_an_answer_take_it_out_and_one_with_an_answer_brings_it_back()
    {
        story.Probe(false).Probe(false).Probe(true).Probe(false).Probe(false);
        Assert.Equal(Standing.Healthy, story.Standing);

        story.Probe(false);

        Assert.Equal(new Verdict(Standing.Down, null), story.Verdict);
        Assert.False(story.Verdict.Takes);
        Assert.Equal(Standing.Healthy, story.Probe(true).Standing);
    }
}
