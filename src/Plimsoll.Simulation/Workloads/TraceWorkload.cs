using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// Requests of a trace or a generator, taken row by row: only the sessions under way are held. Requests are numbered
/// anew from 0 as they are taken. A session of which a turn does not finish ends there: the rest is counted in
/// <see cref="Abandoned"/>.
/// </summary>
public sealed class TraceWorkload : IWorkload, IDisposable
{
    private readonly IEnumerator<TraceRow> rows;
    private readonly Dictionary<long, Queue<TraceRow>> waiting = [];
    private readonly PriorityQueue<Arrival, (Instant At, long Order)> due = new();
    private TraceRow? head;
    private Instant latest = new(long.MinValue);
    private long taken;
    private long released;

    /// <summary>Opens a trace at its first row.</summary>
    /// <param name="rows">Rows in the order that <see cref="TraceRow"/> describes.</param>
    /// <param name="prefixBlock">Tokens that a prefix name stands for. 1 or more.</param>
    public TraceWorkload(IEnumerable<TraceRow> rows, int prefixBlock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefixBlock, 1);
        PrefixBlock = prefixBlock;
        this.rows = rows.GetEnumerator();
        try
        {
            Read();
            if (head is { Think: not null })
                throw Waits(0, "none stands before it");
        }
        catch
        {
            // Nobody disposes of a workload that was never made.
            this.rows.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int PrefixBlock { get; }

    /// <summary>Turns that never arrived, because a turn before them did not finish.</summary>
    public long Abandoned { get; private set; }

    /// <inheritdoc/>
    public Instant? Next => FromTrace ? head!.Value.Arrival.At : due.TryPeek(out _, out var key) ? key.At : null;

    /// <summary>Whether the next one comes from the trace; at one instant it goes before one that waited.</summary>
    private bool FromTrace =>
        head is { } row && (!due.TryPeek(out _, out var key) || row.Arrival.At <= key.At);

    /// <inheritdoc/>
    public Arrival Take()
    {
        Arrival arrival;
        if (FromTrace)
        {
            arrival = head!.Value.Arrival with { Id = taken };
            Read();
            ReadTurns(arrival);
        }
        else
        {
            var waited = due.Dequeue();
            arrival = waited with { Id = taken };
            if (waiting.Remove(waited.Id, out var turns))
                waiting.Add(arrival.Id, turns);
        }

        if (arrival.At < latest)
            throw new InvalidOperationException($"Request {taken} of the trace arrives before the one before it.");
        latest = arrival.At;
        taken++;
        return arrival;
    }

    /// <inheritdoc/>
    public void Ended(in RequestRecord record)
    {
        if (!waiting.Remove(record.Arrival.Id, out var turns))
            return;
        if (record.Outcome != RequestOutcome.Finished)
        {
            Abandoned += turns.Count;
            return;
        }

        // Until it is taken, a turn goes by a name of its own below zero, under which what follows it is kept.
        var turn = turns.Dequeue();
        var order = ++released;
        var next = turn.Arrival with { Id = -order, At = record.Ended + turn.Think!.Value };
        if (turns.Count > 0)
            waiting.Add(next.Id, turns);
        due.Enqueue(next, (next.At, order));
    }

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private void Read() => head = rows.MoveNext() ? rows.Current : null;

    private void ReadTurns(in Arrival first)
    {
        Queue<TraceRow>? turns = null;
        for (; head is { Think: not null } row; Read())
        {
            if (first.Session < 0 || row.Arrival.Session != first.Session)
                throw Waits(first.Id + 1, $"the one before it is of session {first.Session}");
            (turns ??= new()).Enqueue(row);
        }

        if (turns is not null)
            waiting.Add(first.Id, turns);
    }

    private InvalidOperationException Waits(long request, string why) => new(
        $"A row after request {request - 1} waits for an answer in session {head!.Value.Arrival.Session}, but {why}.");
}
