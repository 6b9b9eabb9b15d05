using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// A <see cref="ClassGate"/> under the live clock: it lets requests wait, wakes them, and ends waits that have lasted
/// too long. Safe to share between threads.
/// </summary>
internal sealed class LiveGate : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly Lock gate = new();
    private readonly ClassGate queue;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private Waiter?[] waiters = [];
    private Instant latest = new(long.MinValue);
    private Instant? armed;

    /// <summary>Puts a gate under a clock.</summary>
    public LiveGate(ClassGate queue, TimeProvider clock)
    {
        (this.queue, this.clock) = (queue, clock);
        timer = clock.CreateTimer(
            static state => ((LiveGate)state!).Awake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Requests in flight and waiting, and the places that are used.</summary>
    public (int InFlight, int Waiting, long Open) Load
    {
        get
        {
            lock (gate)
                return (queue.InFlight, queue.Waiting, queue.OpenPlaces);
        }
    }

    /// <summary>Whether a request would be refused at once; it is told so, and nothing was reserved for it.</summary>
    public bool TryRefuse(in QueueRequest request, out QueueDecision refusal)
    {
        lock (gate)
            return queue.TryRefuse(request, Now(), out refusal);
    }

    /// <summary>Waits for a place.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="left">Cancelled when the client has gone.</param>
    /// <param name="ending">Cancelled when the gateway ends.</param>
    /// <returns>The place, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">Either was cancelled while it waited.</exception>
    public ValueTask<PlaceDecision> Enter(in QueueRequest request, CancellationToken left, CancellationToken ending)
    {
        Waiter? waiter = null;
        QueueDecision decision;
        lock (gate)
        {
            var now = Now();
            decision = queue.Enter(request, now);
            if (decision.Outcome == QueueOutcome.Queued)
                Seat(waiter = new Waiter(this, decision.Ticket, now));
            Tell(now);
        }

        return waiter is not null ? waiter.Wait(left, ending)
            : decision.Outcome == QueueOutcome.Admitted
                ? new(PlaceDecision.Admitted(new Place(this, decision.Ticket), default))
                : new(PlaceDecision.Refused(decision, default));
    }

    /// <summary>Changes the places.</summary>
    public void Resize(long places)
    {
        lock (gate)
        {
            var now = Now();
            queue.Resize(places, now);
            Tell(now);
        }
    }

    /// <summary>Lets requests wait by other terms.</summary>
    public void Adopt(QueueTerms terms)
    {
        lock (gate)
        {
            queue.Adopt(terms);
            Tell(Now());
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="ticket">Whose it was.</param>
    /// <param name="used">Input and output tokens that were charged; null: nothing was.</param>
    /// <param name="foundFull">Whether its server said that it is full.</param>
    public void Leave(QueueTicket ticket, (Tokens Input, Tokens Output)? used, bool foundFull)
    {
        lock (gate)
        {
            var now = Now();
            if (foundFull)
                queue.EndFull(ticket, now);
            else if (used is var (input, output))
                queue.End(ticket, input, output, now);
            else
                queue.EndUnused(ticket, now);
            Tell(now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    /// <summary>Takes somebody who has gone out of the queue; nothing when it was decided about before.</summary>
    private bool Withdraw(Waiter waiter)
    {
        lock (gate)
        {
            if (waiters[waiter.Ticket.Slot] != waiter)
                return false;
            waiters[waiter.Ticket.Slot] = null;
            var now = Now();
            queue.End(waiter.Ticket, now);
            Tell(now);
            return true;
        }
    }

    private void Awake()
    {
        lock (gate)
        {
            armed = null;
            Tell(Now());
        }
    }

    /// <summary>The instant; a clock that is set back stands still.</summary>
    private Instant Now()
    {
        var now = Instant.From(clock.GetUtcNow());
        if (now > latest)
            latest = now;
        return latest;
    }

    private void Seat(Waiter waiter)
    {
        if (waiter.Ticket.Slot >= waiters.Length)
            Array.Resize(ref waiters, Math.Max(16, 2 * (waiter.Ticket.Slot + 1)));
        waiters[waiter.Ticket.Slot] = waiter;
    }

    /// <summary>
    /// Tells those who waited what was decided about them, and arms the timer for the next end of a wait.
    /// </summary>
    private void Tell(Instant now)
    {
        while (queue.TryTake(now, out var news))
        {
            ref var waiter = ref waiters[news.Ticket.Slot];
            waiter!.Tell(news, now);
            waiter = null;
        }

        if (queue.NextDeadline == armed)
            return;
        armed = queue.NextDeadline;

        // A timer counts whole milliseconds: one that fired early would find nothing to do.
        var due = armed is { } at
            ? TimeSpan.FromMilliseconds(((at - now).Nanoseconds + NanosecondsPerMillisecond - 1)
                / NanosecondsPerMillisecond)
            : Timeout.InfiniteTimeSpan;
        timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Somebody who waits. Whoever takes it out of the gate's list decides what becomes of it.</summary>
    private sealed class Waiter(LiveGate gate, QueueTicket ticket, Instant since)
        : TaskCompletionSource<PlaceDecision>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public QueueTicket Ticket => ticket;

        public async ValueTask<PlaceDecision> Wait(CancellationToken left, CancellationToken ending)
        {
            using var leaving = left.UnsafeRegister(static state => ((Waiter)state!).Withdraw(), this);
            using var cut = ending.UnsafeRegister(static state => ((Waiter)state!).Withdraw(), this);
            return await Task;
        }

        public void Tell(in QueueDecision news, Instant now) => SetResult(news.Outcome == QueueOutcome.Admitted
            ? PlaceDecision.Admitted(new Place(gate, ticket), now - since)
            : PlaceDecision.Refused(news, now - since));

        private void Withdraw()
        {
            if (gate.Withdraw(this))
                SetCanceled();
        }
    }
}
