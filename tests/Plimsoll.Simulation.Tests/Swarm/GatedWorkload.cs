using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>
/// A workload that can be closed, after which nobody arrives. Clients who are told when to come again may do so, at
/// that very instant; requests are numbered as they arrive.
/// </summary>
internal sealed class GatedWorkload(IWorkload inner, bool comesAgain, Action<Arrival> arrived) : IWorkload
{
    private readonly PriorityQueue<Arrival, (Instant At, long Order)> again = new();
    private readonly Dictionary<long, long> numbers = [];
    private long taken;

    public bool IsClosed { get; set; }

    public int PrefixBlock => inner.PrefixBlock;

    public Instant? Next => IsClosed ? null : Earlier(inner.Next, again.TryPeek(out _, out var due) ? due.At : null);

    public Arrival Take()
    {
        var comes = again.TryPeek(out _, out var due) && !(inner.Next <= due.At);
        var arrival = comes ? again.Dequeue() : inner.Take();
        if (!comes)
            numbers.Add(taken, arrival.Id);
        arrival = arrival with { Id = taken++ };
        arrived(arrival);
        return arrival;
    }

    public void Ended(in RequestRecord record)
    {
        if (numbers.Remove(record.Arrival.Id, out var number))
            inner.Ended(record with { Arrival = record.Arrival with { Id = number } });
        if (comesAgain && record.RetryAt is { } at)
            again.Enqueue(record.Arrival with { At = at }, (at, record.Arrival.Id));
    }

    private static Instant? Earlier(Instant? left, Instant? right) => left is null || right < left ? right : left;
}
