using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Tests.Workloads;

public class When_a_trace_is_summed_up
{
    [Fact]
    public void Gaps_and_minutes_are_told_by_hand()
    {
        // Gaps of 30, 30 and 60 s: mean 40, standard deviation √200. Minutes 0 to 1 have 2 and 1 arrivals.
        var summary = Rows.Summary([Rows.At(0), Rows.At(30), Rows.At(60), Rows.At(120)]);
        Assert.Equal(Math.Sqrt(200) / 40, summary.GapVariation, 12);
        Assert.Equal(0.5 / 1.5, summary.Dispersion, 12);
        Assert.Equal((4, 120.0, 4 / 120.0), (summary.Requests, summary.Span.Seconds, summary.PerSecond));
    }

    [Fact]
    public void What_waits_has_no_instant_yet()
    {
        var summary = Rows.Summary([Rows.At(0, 1), Rows.After(5, 1), Rows.At(10, 2)]);
        Assert.Equal((3, 1, 2, 2), (summary.Requests, summary.Waiting, summary.Sessions, summary.LongestSession));
        Assert.Equal(10, summary.Span.Seconds);
    }

    [Fact]
    public void A_cache_without_bound_would_hold_what_was_named_before()
    {
        // 128 tokens in two names, of which the second prompt has the first; the third ends within it.
        var third = Rows.At(2, -1, -1, 1) with { Arrival = Rows.At(2, -1, -1, 1).Arrival with { Input = 20 } };
        var summary = Rows.Summary([Rows.At(0, -1, -1, 1, 2), Rows.At(1, -1, -1, 1, 3), third]);
        Assert.Equal((5, 2, 64 + 20), (summary.Blocks, summary.SeenBlocks, summary.SeenTokens));
        Assert.Equal(84 / 276.0, summary.SeenShare, 12);
    }

    [Fact]
    public void A_block_that_was_seen_in_part_counts_in_part()
    {
        var first = Rows.At(0, -1, -1, 1) with { Arrival = Rows.At(0, -1, -1, 1).Arrival with { Input = 20 } };
        Assert.Equal(20, Rows.Summary([first, Rows.At(1, -1, -1, 1)]).SeenTokens);
    }

    [Fact]
    public void The_most_active_accounts_are_at_least_one()
    {
        var rows = Enumerable.Range(0, 10).SelectMany(account => Enumerable.Repeat(account, account == 3 ? 11 : 1))
            .Select((account, place) => Rows.At(place, account: account));
        var summary = Rows.Summary(rows);
        Assert.Equal((10, 0.55, 0.55), (summary.Accounts, summary.TopPercent, summary.TopTenth));
        Assert.True(double.IsNaN(summary.TailExponent));
    }

    [Theory]
    [InlineData(100, 4)]
    [InlineData(3600, 150)]
    [InlineData(86400, 3600)]
    [InlineData(10 * 86400, 12 * 3600)]
    [InlineData(100 * 86400, 4 * 86400)]
    public void The_profile_has_intervals_that_a_person_reads(int seconds, int interval)
    {
        var rows = Enumerable.Range(0, 1000).Select(i => Rows.At(i * (seconds / 1000.0)));
        var (length, counts) = Rows.Summary(rows).ProfileOf(25);
        Assert.Equal(Duration.FromSeconds(interval), length);
        Assert.Equal(1000, counts.Sum());
    }
}
