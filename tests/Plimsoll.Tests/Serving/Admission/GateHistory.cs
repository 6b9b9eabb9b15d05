using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;
using Plimsoll.Tests.Serving.Routing;

namespace Plimsoll.Tests.Serving.Admission;

/// <summary>
/// A random history of a gate, checked after every event against what is known of everybody who came: nobody is lost,
/// decided about twice, let in out of order or beyond the places, or left waiting while a place is free.
/// </summary>
internal sealed class GateHistory(int seed)
{
    private static readonly QueueTerms terms = new()
    {
        MostWaiting = 12,
        MostWaitingTokens = new(4_000),
        MostWaitingOfTenant = 3,
        MostWaitingTokensOfTenant = new(1_500),
    };

    private readonly ClassGate gate = new(terms, 3);
    private readonly Dictionary<QueueTicket, Guest> waiting = [];
    private readonly Dictionary<QueueTicket, Guest> running = [];
    private int draws;
    private long order;
    private Instant now = Instant.FromUnixSeconds(1_778_000_000);

    private sealed record Guest(ulong Tenant, int Band, long Order, Instant Came);

    /// <summary>How many were admitted after a wait, and refused for each reason.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    public void Run(int events)
    {
        for (var i = 0; i < events; i++)
        {
            now += new Duration(Draw(400_000_000));
            switch (Draw(10))
            {
                case < 5:
                    Come();
                    break;
                case 5 when waiting.Count > 0:
                    Go(waiting);
                    break;
                case 6:
                    gate.Resize(Draw(6), now);
                    break;
                case 7 when running.Count > 0:
                    var full = Pick(running);
                    Assert.True(gate.EndFull(full, now));
                    Forget(running, full);
                    break;
                case > 7 when running.Count > 0:
                    Go(running);
                    break;
                default:
                    break;
            }

            Settle();
        }

        gate.Resize(100, now);
        Settle();
        Assert.Empty(waiting);
        while (running.Count > 0)
            Go(running);
        Assert.Equal((0, 0, 0L), (gate.InFlight, gate.Waiting, gate.WaitingTokens.Value));
    }

    private void Come()
    {
        var request = new QueueRequest(
            (ulong)Draw(4), Draw(4), 1 + Draw(3), new Tokens(Draw(800)), new Tokens(Draw(200)));
        var forecast = gate.Forecast(request, now);
        var (wasWaiting, wasOpen) = (gate.Waiting, gate.InFlight < gate.OpenPlaces);
        var isRefused = gate.TryRefuse(request, now, out var decision);
        if (!isRefused)
            decision = gate.Enter(request, now);
        var guest = new Guest(request.Tenant, request.Band, order++, now);
        switch (decision.Outcome)
        {
            case QueueOutcome.Admitted:
                Assert.True(wasOpen && wasWaiting == 0);
                running.Add(decision.Ticket, guest);
                break;
            case QueueOutcome.Queued:
                Assert.False(wasOpen);
                waiting.Add(decision.Ticket, guest);
                break;
            default:
                Assert.True(isRefused);
                Assert.Equal(default, decision.Ticket);
                Refused(decision);
                var least = forecast ?? ClassGate.LongestRetry;
                Assert.True(decision.RetryAfter >= (least < ClassGate.LongestRetry ? least : ClassGate.LongestRetry));
                break;
        }
    }

    private void Settle()
    {
        while (gate.TryTake(now, out var news))
        {
            var guest = waiting[news.Ticket];
            Forget(waiting, news.Ticket);
            if (news.Outcome == QueueOutcome.Refused)
            {
                Refused(news);
                continue;
            }

            Count("Admitted");
            Assert.DoesNotContain(
                waiting.Values,
                other => other.Tenant == guest.Tenant && other.Band == guest.Band && other.Order < guest.Order);
            Assert.True(now - guest.Came < terms.Bands[guest.Band].LongestWait);
            running.Add(news.Ticket, guest);
            Assert.True(gate.InFlight <= gate.OpenPlaces);
        }

        Assert.Equal((running.Count, waiting.Count), (gate.InFlight, gate.Waiting));
        Assert.True(gate.Waiting == 0 || gate.InFlight >= gate.OpenPlaces);
        Assert.True(gate.OpenPlaces <= gate.Places && (gate.Places == 0 || gate.OpenPlaces > 0));
        Assert.True(gate.Waiting <= terms.MostWaiting);
        Assert.All(
            waiting.Values.GroupBy(guest => (guest.Tenant, guest.Band)),
            line => Assert.True(line.Count() <= terms.MostWaitingOfTenant));
        Assert.All(waiting.Values, guest => Assert.True(gate.NextDeadline <= guest.Came
            + terms.Bands[guest.Band].LongestWait));
    }

    private void Refused(in QueueDecision decision)
    {
        Count(decision.Reason.ToString());
        Assert.InRange(decision.RetryAfter.Seconds, 1, 60);
    }

    private void Go(Dictionary<QueueTicket, Guest> from)
    {
        var ticket = Pick(from);
        Assert.True(Draw(from == running ? 4 : 2) switch
        {
            0 => gate.End(ticket, now),
            1 => gate.EndUnused(ticket, now),
            _ => gate.End(ticket, new Tokens(Draw(800)), new Tokens(Draw(200)), now),
        });
        Assert.False(gate.End(ticket, now));
        Forget(from, ticket);
    }

    private QueueTicket Pick(Dictionary<QueueTicket, Guest> from) =>
        from.OrderBy(pair => pair.Value.Order).ElementAt(Draw(from.Count)).Key;

    private static void Forget(Dictionary<QueueTicket, Guest> from, QueueTicket ticket) =>
        Assert.True(from.Remove(ticket));

    private void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    private int Draw(int below) => (int)(Given.Draw((seed * 1_000_003) + draws++) % (ulong)below);
}
