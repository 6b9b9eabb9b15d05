using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Workloads;

public class When_a_trace_is_scaled
{
    private const double Hours = 4;

    private static readonly SeedTree seed = SeedTree.FromSeed(3);

    private static readonly Duration period = Duration.FromSeconds(Hours * 3600);

    // Bursts far above Poisson, conversations, and accounts.
    private static readonly List<TraceRow> bursty = [.. TraceGenerator.Rows(
        new()
        {
            Rate = 8,
            Length = period,
            Lengths = new LogNormalLengths(200, 0.5, 50, 0.5),
            GapVariation = 3,
            Turns = 2,
            Users = 200,
            UserSkew = 0.5,
        },
        SeedTree.FromSeed(1))];

    [Fact]
    public void A_part_begins_at_zero_and_takes_its_conversations_along()
    {
        TraceRow[] rows = [Rows.At(1, 1), Rows.After(9, 1), Rows.At(2, 2), Rows.After(3, 2), Rows.At(5, 3), Rows.At(7)];
        var part = TraceScaling.Between(rows, At(2), At(7)).ToList();
        Assert.Equal([2, 2, 3], part.Select(row => row.Arrival.Session));
        Assert.Equal([0, 3], part.Where(row => row.Think is null).Select(row => row.Seconds()));
    }

    [Fact]
    public void Stretching_divides_the_rate_and_keeps_what_has_no_unit()
    {
        var stretched = TraceScaling.Stretch(bursty, 2.5).ToList();
        var (before, after) = (Rows.Summary(bursty), Rows.Summary(stretched));
        Assert.Equal(before.PerSecond / 2.5, after.PerSecond, 6);
        Assert.Equal(before.GapVariation, after.GapVariation, 6);
        Assert.Equal(bursty.Count, stretched.Count);
        var waiting = stretched.FindIndex(row => row.Think is not null);
        Assert.Equal(bursty[waiting].Think!.Value.Seconds * 2.5, stretched[waiting].Think!.Value.Seconds, 6);
    }

    [Fact]
    public void Thinning_keeps_whole_conversations_and_their_lengths()
    {
        var thin = TraceScaling.Thin(bursty, 0.25, ThinningUnit.Session, seed).ToList();
        var (before, after) = (Rows.Summary(bursty), Rows.Summary(thin));
        Assert.Equal(0.25, after.Requests / (double)before.Requests, 0.01);
        Assert.Equal(before.Requests / (double)before.Sessions, after.Requests / (double)after.Sessions, 0.02);
        Assert.Equal(before.Input.Mean, after.Input.Mean, before.Input.Mean * 0.02);
        var whole = bursty.CountBy(row => row.Arrival.Session).ToDictionary();
        Assert.All(thin.CountBy(row => row.Arrival.Session), part => Assert.Equal(whole[part.Key], part.Value));
    }

    [Fact]
    public void Thinning_shrinks_what_bursts_add_to_dispersion_by_the_share()
    {
        var thin = TraceScaling.Thin(bursty, 0.25, ThinningUnit.Session, seed);
        var (before, after) = (Rows.Summary(bursty).Dispersion, Rows.Summary(thin).Dispersion);
        Assert.True(before > 5);
        Assert.Equal(1 + (0.25 * (before - 1)), after, 0.3 * 0.25 * before);
    }

    [Fact]
    public void Thinning_by_account_keeps_all_that_an_account_asks_for()
    {
        var thin = TraceScaling.Thin(bursty, 0.5, ThinningUnit.Account, seed).ToList();
        var whole = bursty.CountBy(row => row.Arrival.Account).ToDictionary();
        var kept = thin.CountBy(row => row.Arrival.Account).ToDictionary();
        Assert.All(kept, account => Assert.Equal(whole[account.Key], account.Value));
        Assert.Equal(0.5, kept.Count / (double)whole.Count, 0.1);
    }

    [Fact]
    public void A_thinner_trace_is_part_of_a_thicker_one()
    {
        var thick = TraceScaling.Thin(bursty, 0.5, ThinningUnit.Session, seed).ToHashSet();
        Assert.Subset(thick, TraceScaling.Thin(bursty, 0.2, ThinningUnit.Session, seed).ToHashSet());
    }

    [Fact]
    public void Copies_add_up_in_order_and_share_nothing()
    {
        var doubled = TraceScaling.Multiply(bursty, 2, period, ThinningUnit.Session, seed).ToList();
        Assert.Equal(bursty.Count * 2, doubled.Count);
        var (before, after) = (Rows.Summary(bursty), Rows.Summary(doubled));
        Assert.Equal(before.Sessions * 2, after.Sessions);
        Assert.Equal(before.Accounts * 2, after.Accounts);
        Assert.Equal(before.SeenShare, after.SeenShare, 6);
        Assert.Equal(before.Input.Sum * 2, after.Input.Sum);
        using var workload = new TraceWorkload(doubled, 64);
        while (workload.Next is not null)
            workload.Take();
    }

    [Fact]
    public void Bursts_of_copies_fall_together_only_by_chance()
    {
        var (before, after) = (
            Rows.Summary(bursty).Dispersion,
            Rows.Summary(TraceScaling.Multiply(bursty, 4, period, ThinningUnit.Session, seed)).Dispersion);
        Assert.Equal(before, after, before * 0.25);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(3.2)]
    public void A_factor_is_met_in_every_hour(double factor)
    {
        var scaled = TraceScaling.Multiply(bursty, factor, period, ThinningUnit.Session, seed).ToList();
        Assert.Equal(factor, scaled.Count / (double)bursty.Count, 0.02 * factor);
        for (var hour = 0; hour < Hours; hour++)
        {
            Assert.Equal(
                factor, InHour(scaled, hour) / (double)InHour(bursty, hour), factor * 0.12);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows()
    {
        var once = TraceScaling.Multiply(bursty, 2.5, period, ThinningUnit.Session, seed);
        Assert.Equal(once.Select(Told), once.Select(Told));
        var other = TraceScaling.Multiply(bursty, 2.5, period, ThinningUnit.Session, SeedTree.FromSeed(4));
        Assert.NotEqual(once.Select(Told), other.Select(Told));
    }

    private static int InHour(List<TraceRow> rows, int hour) =>
        rows.Count(row => row.Think is null && (int)(row.Seconds() / 3600) == hour);

    private static (Instant, long, int, int, Duration?) Told(TraceRow row) =>
        (row.Arrival.At, row.Arrival.Session, row.Arrival.Account, row.Arrival.Input, row.Think);

    private static Instant At(double seconds) => new(Duration.FromSeconds(seconds).Nanoseconds);
}
