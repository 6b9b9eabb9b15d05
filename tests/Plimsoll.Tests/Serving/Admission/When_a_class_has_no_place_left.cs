using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Tests.Serving.Admission;

public class When_a_class_has_no_place_left
{
    private static readonly Instant start = Instant.FromUnixSeconds(1_778_000_000);
    private static readonly QueueRequest ask = new(1, 0, 1, new(100), new(10));

    [Fact]
    public void Other_terms_hold_for_those_who_come_and_not_for_those_who_wait()
    {
        var gate = new ClassGate(new QueueTerms(), 1);
        var first = gate.Enter(ask, start).Ticket;
        var waiting = gate.Enter(ask, start).Ticket;

        gate.Adopt(new QueueTerms { MostWaiting = 0, Bands = [.. Enumerable.Repeat(new BandTerms(), 4)] });

        Assert.Equal(QueueRefusal.QueueFull, gate.Enter(ask, start).Reason);
        Assert.Equal(start + Duration.FromSeconds(10), gate.NextDeadline);
        gate.End(first, start);
        Assert.True(gate.TryTake(start, out var next));
        Assert.Equal(waiting, next.Ticket);
        Assert.Throws<ArgumentException>(() => gate.Adopt(QueueTerms.Plain));
    }

    [Fact]
    public void It_waits_and_is_let_in_when_one_leaves()
    {
        var gate = new ClassGate(new QueueTerms(), 1);
        var first = gate.Enter(ask, start).Ticket;
        var second = gate.Enter(ask, start);
        Assert.Equal(QueueOutcome.Queued, second.Outcome);
        Assert.False(gate.TryTake(start, out _));

        gate.End(first, start);

        Assert.True(gate.TryTake(start, out var news));
        Assert.Equal((QueueOutcome.Admitted, second.Ticket), (news.Outcome, news.Ticket));
    }

    [Fact]
    public void It_waits_no_longer_than_its_band_may()
    {
        var gate = new ClassGate(new QueueTerms(), 1);
        gate.Enter(ask, start);
        var waiting = gate.Enter(ask, start).Ticket;
        var batch = gate.Enter(ask with { Band = 3 }, start).Ticket;

        Assert.Equal(start + Duration.FromSeconds(10), gate.NextDeadline);
        Assert.False(gate.TryTake(start + new Duration(9_999_999_999), out _));
        Assert.True(gate.TryTake(start + Duration.FromSeconds(10), out var news));
        Assert.Equal((waiting, QueueRefusal.WaitOver), (news.Ticket, news.Reason));
        Assert.Equal(start + Duration.FromMinutes(1), gate.NextDeadline);
        Assert.True(gate.End(batch, start + Duration.FromMinutes(1)));
        Assert.Null(gate.NextDeadline);
    }

    [Fact]
    public void It_is_refused_at_once_when_it_could_not_start_in_time()
    {
        // Two places and services of 4 s: one comes free every 2 s, and nobody is let wait for more than 7.5 s.
        var gate = new ClassGate(new QueueTerms(), 2);
        gate.Enter(ask, start);
        gate.End(gate.Enter(ask, start).Ticket, start + Duration.FromSeconds(4));
        var now = start + Duration.FromSeconds(4);
        gate.Enter(ask, now);

        for (var turn = 1; turn <= 3; turn++)
        {
            Assert.Equal(Duration.FromSeconds(2 * turn), gate.Forecast(ask, now));
            Assert.Equal(QueueOutcome.Queued, gate.Enter(ask, now).Outcome);
        }

        Assert.True(gate.TryRefuse(ask, now, out var refused));
        Assert.Equal((QueueRefusal.WaitTooLong, 8.0), (refused.Reason, refused.RetryAfter.Seconds));
        Assert.Equal(10, gate.Enter(ask, now).RetryAfter.Seconds);

        // Another tenant is third in turn: the first one's first, its own, and so on.
        Assert.Equal(4, gate.Forecast(ask with { Tenant = 2 }, now)?.Seconds);
    }

    [Fact]
    public void A_queue_that_has_come_to_a_halt_is_told_of()
    {
        var gate = new ClassGate(QueueTerms.Plain, 1);
        gate.End(gate.Enter(ask, start).Ticket, start + Duration.FromSeconds(2));
        var now = start + Duration.FromSeconds(2);
        gate.Enter(ask, now);
        Assert.Equal(2, gate.Enter(ask, now).RetryAfter.Seconds);

        // A sixty-fourth of the time in which nobody has left.
        Assert.Equal(7, gate.Forecast(ask, now + Duration.FromSeconds(320))?.Seconds);
    }

    [Fact]
    public void A_fleet_that_was_idle_before_does_not_count_as_slow()
    {
        var gate = new ClassGate(new QueueTerms(), 1);
        gate.End(gate.Enter(ask, start).Ticket, start + Duration.FromSeconds(1));
        var later = start + Duration.FromHours(5);
        gate.Enter(ask, later);

        Assert.Equal(1, gate.Forecast(ask, later)?.Seconds);
    }

    [Fact]
    public void Fewer_places_are_used_once_a_server_says_that_it_is_full()
    {
        var gate = new ClassGate(new QueueTerms(), 64);
        var tickets = Enumerable.Range(0, 64).Select(_ => gate.Enter(ask, start).Ticket).ToArray();
        var now = start + Duration.FromSeconds(1);

        gate.EndFull(tickets[0], now);
        Assert.Equal(48, gate.OpenPlaces);

        // All of these were started before: they tell of the same crowd.
        foreach (var ticket in tickets[1..10])
            gate.EndFull(ticket, now);
        Assert.Equal(48, gate.OpenPlaces);
        Assert.Equal(QueueOutcome.Queued, gate.Enter(ask, now).Outcome);
    }

    [Fact]
    public void Places_are_won_back_bit_by_bit_where_they_are_wanted()
    {
        var gate = new ClassGate(new QueueTerms(), 64);
        var running = new Queue<QueueTicket>(Enumerable.Range(0, 64).Select(_ => gate.Enter(ask, start).Ticket));
        var now = start + Duration.FromSeconds(1);
        gate.EndFull(running.Dequeue(), now);
        var rounds = 0;
        for (; gate.OpenPlaces < 64; rounds++)
        {
            for (var left = gate.OpenPlaces; left > 0; left--)
            {
                now += new Duration(1_000_000);
                while (gate.InFlight < gate.OpenPlaces)
                    running.Enqueue(gate.Enter(ask, now).Ticket);
                gate.End(running.Dequeue(), ask.Input, ask.Output, now);
            }
        }

        Assert.InRange(rounds, 8, 10);
    }

    [Fact]
    public void A_class_without_a_bound_gets_one_from_servers_that_say_they_are_full()
    {
        var gate = new ClassGate(new QueueTerms(), long.MaxValue);
        var tickets = Enumerable.Range(0, 100).Select(_ => gate.Enter(ask, start).Ticket).ToArray();
        gate.EndFull(tickets[0], start);
        Assert.Equal(75, gate.OpenPlaces);
    }

    [Fact]
    public void More_places_let_those_in_who_wait()
    {
        var gate = new ClassGate(new QueueTerms(), 0);
        var waiting = gate.Enter(ask, start).Ticket;
        gate.Resize(1, start);
        Assert.True(gate.TryTake(start, out var news));
        Assert.Equal(waiting, news.Ticket);
    }

    [Fact]
    public void Terms_that_cannot_be_kept_are_refused_all_at_once()
    {
        var terms = new QueueTerms
        {
            MostWaiting = -1,
            OutputWeight = -5,
            Bands = [new() { Kept = new(0.6) }, new() { Kept = new(0.6), LongestWait = Duration.FromHours(1) }],
        };

        var problem = Assert.Throws<ArgumentException>(() => new ClassGate(terms, 1)).Message;

        Assert.Contains("most waiting requests: found -1", problem, StringComparison.Ordinal);
        Assert.Contains("weights of tokens: found 1 and -5", problem, StringComparison.Ordinal);
        Assert.Contains("longest wait: found 3600 s", problem, StringComparison.Ordinal);
        Assert.Contains("kept shares: found 1.2 in sum", problem, StringComparison.Ordinal);
    }
}
