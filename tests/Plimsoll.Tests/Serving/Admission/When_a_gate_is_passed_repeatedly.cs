using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Tests.Serving.Admission;

public class When_a_gate_is_passed_repeatedly
{
    private const int Tenants = 50;
    private readonly ClassGate gate = new(new QueueTerms { MostWaiting = 400 }, 10);
    private readonly Queue<QueueTicket> running = new();
    private Instant now = Instant.FromUnixSeconds(1_778_000_000);
    private ulong next;

    [Fact]
    public void It_allocates_nothing() => Assert.Equal(0, Allocations.Of(Pass));

    [Fact]
    public void Tenants_that_do_not_come_back_are_forgotten()
    {
        for (var tenant = 0ul; tenant < 100_000; tenant++)
        {
            var ticket = gate.Enter(new QueueRequest(tenant, 1, 1, new(100), new(10)), now).Ticket;
            gate.End(ticket, new(100), new(10), now += new Duration(1));
        }

        Assert.InRange(gate.RememberedTenants, 1, 2_048);
    }

    private void Pass()
    {
        for (var i = 0; i < 5_000; i++)
        {
            now += new Duration(1_000_000);
            var request = new QueueRequest(next++ % Tenants, (int)(next % 4), 1, new(100), new(10));
            if (!gate.TryRefuse(request, now, out _)
                && gate.Enter(request, now) is { Outcome: QueueOutcome.Admitted } admitted)
            {
                running.Enqueue(admitted.Ticket);
            }

            if (i % 2 == 0)
                gate.End(running.Dequeue(), new(90), new(20), now);
            while (gate.TryTake(now, out var news))
            {
                if (news.Outcome == QueueOutcome.Admitted)
                    running.Enqueue(news.Ticket);
            }
        }
    }
}
