using Plimsoll.Bench.Queues;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Tests.Serving.Admission;

public class When_a_fleet_is_offered_more_than_it_serves
{
    private static readonly double peak =
        new[] { 0.8, 1, 1.5, 2, 3 }.Max(load => OverloadModel.Run(load, new QueueTerms()).Goodput);

    private static readonly OverloadFigures thrice = OverloadModel.Run(3, new QueueTerms());

    [Fact]
    public void Its_goodput_stays_within_95_percent_of_its_peak_and_nobody_is_served_late()
    {
        Assert.InRange(thrice.Goodput / peak, 0.95, 1);
        Assert.Equal(0, thrice.Late);
    }

    [Fact]
    public void Almost_all_who_are_refused_are_told_at_once() => Assert.InRange(thrice.RefusedAtOnce, 0.95, 1);

    [Fact]
    public void One_that_asks_ten_times_as_often_gets_no_more_than_the_others() =>
        Assert.InRange(thrice.Fairness, 0.99, 1);

    [Fact]
    public void Whoever_asks_no_more_than_its_share_gets_it_all()
    {
        // At twice the load each of the nine asks for 2/19 of what is served, and the greedy one for 20/19.
        var twice = OverloadModel.Run(2, new QueueTerms());
        Assert.InRange(twice.GreedyOverOthers, 0.9, 1.2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures()
    {
        var again = OverloadModel.Run(3, new QueueTerms());
        Assert.Equal(
            (thrice.Goodput, thrice.Refused, thrice.Fairness, thrice.RefusedAtOnce),
            (again.Goodput, again.Refused, again.Fairness, again.RefusedAtOnce));
    }

    [Fact]
    public void A_queue_in_which_everybody_waits_serves_most_of_them_too_late()
    {
        var endless = OverloadModel.Run(3, new QueueTerms
        {
            MostWaiting = int.MaxValue,
            MostWaitingTokens = new(long.MaxValue),
            MostWaitingOfTenant = int.MaxValue,
            MostWaitingTokensOfTenant = new(long.MaxValue),
            Bands = [new(), new() { LongestWait = BandTerms.LongestOfAll }],
        });

        Assert.InRange(endless.Goodput / peak, 0, 0.5);
    }
}
