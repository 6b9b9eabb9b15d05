using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Tests.Serving.Admission;

public class When_a_fleet_is_full
{
    private static readonly Instant start = Instant.FromUnixSeconds(1_778_000_000);

    private readonly QueueBound bound = new(10);

    [Fact]
    public void It_lets_in_as_many_as_it_holds_and_again_when_one_leaves()
    {
        Fill(start);
        Assert.False(bound.TryEnter(start, out _));
        bound.Leave(start);
        Assert.True(bound.TryEnter(start, out var retryAfter));
        Assert.Equal(Duration.Zero, retryAfter);
        Assert.Equal(10, bound.Inside);
    }

    [Fact]
    public void Each_who_is_refused_is_told_the_next_turn_at_the_pace_of_departures()
    {
        // One leaves every two seconds, and another takes the place.
        Fill(start);
        var now = Pass(start, departures: 100, every: 2);

        Assert.Equal([2.0, 4.0, 6.0], Refused(now, 3));
        now += Duration.FromSeconds(2);
        bound.Leave(now);
        Assert.True(bound.TryEnter(now, out _));
        Assert.Equal(6.0, Refused(now, 1)[0], 0.1);
    }

    [Fact]
    public void A_wait_is_never_shorter_than_a_second_nor_longer_than_a_minute()
    {
        Fill(start);
        Assert.Equal([60.0], Refused(start, 1));
        var now = Pass(start, departures: 640, every: 0.01);
        Assert.Equal(1.0, Refused(now, 1)[0]);
        Assert.Equal(60.0, Refused(now, 100_000)[^1]);
    }

    [Fact]
    public void A_queue_that_has_come_to_a_halt_is_told_of()
    {
        Fill(start);
        var now = Pass(start, departures: 64, every: 1);
        Assert.Equal(6.0, Refused(now + Duration.FromSeconds(320), 1)[0], 0.1);
    }

    [Fact]
    public void Nobody_leaves_who_is_not_inside() =>
        Assert.Throws<InvalidOperationException>(() => bound.Leave(start));

    private void Fill(Instant now)
    {
        for (var i = 0; i < 10; i++)
            Assert.True(bound.TryEnter(now, out _));
    }

    private Instant Pass(Instant now, int departures, double every)
    {
        for (var i = 0; i < departures; i++)
        {
            now += Duration.FromSeconds(every);
            bound.Leave(now);
            Assert.True(bound.TryEnter(now, out _));
        }

        return now;
    }

    private double[] Refused(Instant now, int times)
    {
        var waits = new double[times];
        for (var i = 0; i < times; i++)
        {
            Assert.False(bound.TryEnter(now, out var retryAfter));
            waits[i] = retryAfter.Seconds;
        }

        return waits;
    }
}
