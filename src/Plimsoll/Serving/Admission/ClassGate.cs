using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// The gate of one model class in front of a fleet, and the queue before it: who gets a place, who waits, and who is
/// refused, and until when. Places are given by band, fairly among the tenants of a band, and in order of arrival
/// within a tenant; none stays free while somebody waits. What was decided about those who wait is fetched with <see
/// cref="TryTake"/>, which is to be called after every event until there is no more. Instants must not go back.
/// Allocates only to grow. Not safe to share between threads.
/// </summary>
public sealed partial class ClassGate
{
    /// <summary>Shortest wait that is asked of anyone who is refused.</summary>
    public static readonly Duration ShortestRetry = Duration.FromSeconds(1);

    /// <summary>Longest wait that is asked of anyone; also what is said while nobody has left yet.</summary>
    public static readonly Duration LongestRetry = Duration.FromMinutes(1);

    private readonly Seats seats = new();
    private readonly FairBand[] bands;
    private readonly KeptShares kept;
    private readonly QueuePace pace = new();
    private readonly PlaceWindow window;
    private readonly IndexedHeap deadlines = new();
    private readonly Queue<QueueDecision> displaced = new();
    private QueueTerms terms;
    private long order;

    /// <summary>A gate before which nobody waits and behind which nobody is.</summary>
    /// <param name="terms">How requests wait.</param>
    /// <param name="places">Most requests in flight, 0 or more; <see cref="long.MaxValue"/>: no bound.</param>
    /// <exception cref="ArgumentException">The terms have problems.</exception>
    public ClassGate(QueueTerms terms, long places)
    {
        if (terms.Problems() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join('\n', problems), nameof(terms));
        ArgumentOutOfRangeException.ThrowIfNegative(places);
        this.terms = terms;
        bands = [.. terms.Bands.Select(_ => new FairBand(seats))];
        kept = new KeptShares(terms.Bands);
        window = new PlaceWindow(places);
    }

    /// <summary>Most requests in flight. Those that are in flight stay when it shrinks.</summary>
    public long Places => window.Places;

    /// <summary>How many of the places are used, since servers said that they were full; else all.</summary>
    public long OpenPlaces => window.Open;

    /// <summary>Requests that have a place.</summary>
    public int InFlight { get; private set; }

    /// <summary>Requests that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Their estimated tokens.</summary>
    public Tokens WaitingTokens { get; private set; }

    /// <summary>
    /// Tenants that are remembered, in all bands together; those that may be forgotten are, now and then.
    /// </summary>
    public int RememberedTenants => bands.Sum(band => band.Remembered);

    /// <summary>When the first wait ends; null when nobody waits.</summary>
    public Instant? NextDeadline => deadlines.Count == 0 ? null : new Instant(deadlines.FirstKey);

    /// <summary>
    /// Takes other terms: who comes from now on is held to them, who waits keeps its place and the end of its wait.
    /// </summary>
    /// <param name="next">The terms, with as many bands.</param>
    /// <exception cref="ArgumentException">They have problems, or another number of bands.</exception>
    public void Adopt(QueueTerms next)
    {
        if (next.Problems() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join('\n', problems), nameof(next));
        if (next.Bands.Length != bands.Length)
            throw new ArgumentException($"Found {next.Bands.Length} bands, expected {bands.Length}.", nameof(next));
        terms = next;
        kept.Adopt(next.Bands);
    }

    /// <summary>Changes the number of places, as capacity comes and goes.</summary>
    /// <param name="places">0 or more; <see cref="long.MaxValue"/>: no bound.</param>
    /// <param name="now">The instant.</param>
    public void Resize(long places, Instant now)
    {
        var had = HasPlace;
        window.Resize(places);
        NoteFilled(had, now);
    }

    /// <summary>
    /// Asks whether a request would be refused now, and then refuses it, before it has cost anything. Else nothing
    /// changes, and <see cref="Enter"/> is to follow.
    /// </summary>
    public bool TryRefuse(in QueueRequest request, Instant now, out QueueDecision refusal)
    {
        Check(request);
        refusal = default;
        if (HasPlace && Waiting == 0)
            return false;
        var flow = bands[request.Band].FlowOf(request.Tenant, request.Weight, now);
        if (ReasonAgainst(request, flow, now) is not { } reason)
            return false;
        refusal = Refuse(default, request.Band, flow, reason, now);
        return true;
    }

    /// <summary>Lets a request in, puts it in the queue, or refuses it.</summary>
    public QueueDecision Enter(in QueueRequest request, Instant now)
    {
        Check(request);
        var band = bands[request.Band];
        var flow = band.FlowOf(request.Tenant, request.Weight, now);
        var isStarted = HasPlace && Waiting == 0;
        if (!isStarted && ReasonAgainst(request, flow, now) is { } reason)
            return Refuse(default, request.Band, flow, reason, now);
        if (!isStarted)
            MakeRoom(request, flow, now);

        var slot = seats.Take();
        ref var seat = ref seats[slot];
        (seat.Band, seat.Flow, seat.Weight, seat.Order) = (request.Band, flow, band[flow].Weight, order++);
        seat.Tokens = request.Input.Value + request.Output.Value;
        seat.Cost = CostOf(request.Input, request.Output);
        if (isStarted)
        {
            Start(slot, now);
            return QueueDecision.Admitted(seats.TicketOf(slot));
        }

        seat.Phase = SeatPhase.Waiting;
        band.Join(slot);
        Waiting++;
        WaitingTokens += new Tokens(seat.Tokens);
        deadlines.Set(slot, (now + terms.Bands[request.Band].LongestWait).UnixNanoseconds, seat.Order);
        return QueueDecision.Queued(seats.TicketOf(slot));
    }

    /// <summary>
    /// What has become of somebody who waited: displaced, waited too long, or admitted, in this order. Each is told
    /// once.
    /// </summary>
    public bool TryTake(Instant now, out QueueDecision news)
    {
        if (displaced.TryDequeue(out news))
        {
            seats.Return(news.Ticket.Slot);
            return true;
        }

        if (deadlines.FirstKey <= now.UnixNanoseconds && deadlines.Count > 0)
        {
            var late = deadlines.First;
            var (ticket, band, flow) = (seats.TicketOf(late), seats[late].Band, seats[late].Flow);
            StopWaiting(late);
            news = Refuse(ticket, band, flow, QueueRefusal.WaitOver, now);
            seats.Return(late);
            return true;
        }

        if (Waiting == 0 || !HasPlace)
            return false;
        var next = kept.Next(bands);
        var slot = bands[next].Next;
        kept.Start(bands, next, seats[slot].Cost);
        StopWaiting(slot);
        Start(slot, now);
        news = QueueDecision.Admitted(seats.TicketOf(slot));
        return true;
    }

    /// <summary>Ends a request that used what was estimated, or that waits no longer.</summary>
    /// <returns>False when it had ended before.</returns>
    public bool End(QueueTicket ticket, Instant now) => End(ticket, null, isServed: false, now);

    /// <summary>Ends a request that used so much.</summary>
    /// <inheritdoc cref="End(QueueTicket, Instant)"/>
    public bool End(QueueTicket ticket, Tokens input, Tokens output, Instant now) =>
        End(ticket, CostOf(input, output), isServed: true, now);

    /// <summary>Ends a request that was given nothing in the end, or that waits no longer.</summary>
    /// <inheritdoc cref="End(QueueTicket, Instant)"/>
    public bool EndUnused(QueueTicket ticket, Instant now) => End(ticket, 0, isServed: false, now);

    /// <summary>
    /// Ends a request that found its server full: it was given nothing, says nothing about the pace, and fewer places
    /// are used from now on.
    /// </summary>
    /// <inheritdoc cref="End(QueueTicket, Instant)"/>
    public bool EndFull(QueueTicket ticket, Instant now)
    {
        if (seats.PhaseOf(ticket) != SeatPhase.Running)
            return End(ticket, now);
        var had = HasPlace;
        window.Narrow(InFlight, seats[ticket.Slot].StartedAt, now);
        Vacate(ticket.Slot, 0);
        NoteFilled(had, now);
        return true;
    }

    private bool HasPlace => InFlight < window.Open;

    private long CostOf(Tokens input, Tokens output) =>
        Math.Max(1, (input.Value * terms.InputWeight) + (output.Value * terms.OutputWeight));

    private void Check(in QueueRequest request)
    {
        if ((uint)request.Band >= (uint)bands.Length || request.Weight is < 1 or > QueueRequest.MostWeight
            || request.Input.Value < 0 || request.Output.Value < 0)
        {
            throw new ArgumentException($"{request} has a band, a weight or tokens that there are not.");
        }
    }

    private void Start(int slot, Instant now)
    {
        ref var seat = ref seats[slot];
        (seat.Phase, seat.StartedAt) = (SeatPhase.Running, now);
        bands[seat.Band].Charge(slot, now);
        InFlight++;
        NoteFilled(had: true, now);
    }

    private void StopWaiting(int slot)
    {
        ref readonly var seat = ref seats[slot];
        bands[seat.Band].Remove(slot);
        deadlines.Remove(slot);
        Waiting--;
        WaitingTokens -= new Tokens(seat.Tokens);
        if (bands[seat.Band].Waiting == 0)
            kept.Emptied(seat.Band);
    }

    private bool End(QueueTicket ticket, long? cost, bool isServed, Instant now)
    {
        switch (seats.PhaseOf(ticket))
        {
            case SeatPhase.Waiting:
                StopWaiting(ticket.Slot);
                seats.Return(ticket.Slot);
                return true;
            case SeatPhase.Running:
                ref readonly var seat = ref seats[ticket.Slot];
                if (isServed && !HasPlace)
                    window.Widen();
                pace.Departed(now - seat.StartedAt, now);
                Vacate(ticket.Slot, cost ?? seat.Cost);
                return true;
            default:
                return false;
        }
    }

    private void Vacate(int slot, long cost)
    {
        bands[seats[slot].Band].Settle(slot, cost);
        seats.Return(slot);
        InFlight--;
    }

    private void NoteFilled(bool had, Instant now)
    {
        if (had && !HasPlace)
            pace.Filled(now);
    }
}
