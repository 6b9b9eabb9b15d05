using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Stores;

/// <summary>One life of a gateway: it admits from leases, asks for more, and tells what became of them.</summary>
internal sealed class ModelGateway
{
    private static readonly Duration patience = Duration.FromSeconds(0.4);

    private readonly StoreCase drawn;
    private readonly StoreSimulation world;
    private readonly ModelLine[] lines;
    private readonly Dictionary<int, (ModelRequest Request, ModelLine Line, LeasedRequest Handle)> open = [];
    private int commits;
    private uint leases;

    /// <summary>A gateway that knows nothing.</summary>
    /// <param name="number">Its number, which another life has again.</param>
    /// <param name="life">Number of its life, which no other has.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="world">What is around it.</param>
    public ModelGateway(int number, int life, ModelClock clock, StoreSimulation world)
    {
        (Number, Life, Clock, this.world, drawn) = (number, life, clock, world, world.Case);
        var kind = new LeaseKind(world.Store.Book.ClassNumber(StoreCase.Class), 0, 0, Lane.Standard, false);
        lines = [.. Enumerable.Range(0, drawn.Seats).Select(
            seat => new ModelLine(seat, new LeaseLine(kind, drawn.Terms)))];
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>Number of its life.</summary>
    public int Life { get; }

    /// <summary>Its clock.</summary>
    public ModelClock Clock { get; }

    /// <summary>Whether the store owes it nothing and it owes the store nothing.</summary>
    public bool IsAtRest => open.Count == 0 && lines.All(line => line.Line.IsEmpty && line.Doubtful.Count == 0);

    /// <summary>A request comes.</summary>
    public void Ask(ModelRequest request, Instant now)
    {
        var line = lines[request.Seat];
        if (TryAdmit(line, request, now))
        {
            if (line.Line.RunsLow(Clock.At(now)))
                Begin(line, now);
            return;
        }

        if (line.Line.Known(request.Estimate, Clock.At(now)) is not null)
        {
            world.Turned(request);
            return;
        }

        line.Waiting.Add(request);
        Begin(line, now);
    }

    /// <summary>A request tells what it used so far.</summary>
    public void Report(int request, in TokenUsage soFar, Instant now)
    {
        if (open.TryGetValue(request, out var entry) && entry.Line.Line.Report(entry.Handle, soFar, Clock.At(now)))
            world.History.Add(new StoreEvent.Reported(now, request, soFar));
    }

    /// <summary>A request ends.</summary>
    public void End(int number, Instant now)
    {
        if (!open.Remove(number, out var entry))
            return;
        var (request, line, handle) = entry;
        var isCharged = request.Actual is { } actual
            ? line.Line.Settle(handle, actual, Clock.At(now))
            : line.Line.Release(handle, Clock.At(now));
        world.History.Add(new StoreEvent.Ended(now, number, request.Actual, isCharged));
    }

    /// <summary>Looks after what nobody asks about.</summary>
    public void Tick(Instant now)
    {
        var own = Clock.At(now);
        foreach (var line in lines)
        {
            line.Line.Tick(own);
            if (line.Line.IsDue(own) || line.Doubtful.Count > 0 || line.Waiting.Count > 0)
                Begin(line, now);
        }
    }

    /// <summary>The store answers.</summary>
    public void Hear(int seat, int sent, Instant sentAt, StoreAnswer answer, Instant now)
    {
        var line = lines[seat];
        if (line.Sent != sent || !line.IsBusy)
            return;
        switch (answer)
        {
            case StoreAnswer.Values values:
                Commit(line, values, sentAt, now);
                break;
            case StoreAnswer.Conflict:
                line.IsBusy = false;
                Begin(line, now);
                break;
            case StoreAnswer.Done done:
                world.History.Add(new StoreEvent.Known(now, line.Commit!, sentAt));
                line.IsBusy = false;
                Finish(line, line.Commit!, done, sentAt, now);
                break;
        }
    }

    private void Begin(ModelLine line, Instant now)
    {
        if (line.IsBusy)
            return;
        line.Commit = null;
        var asked = line.Doubtful.ToImmutableArray();
        Send(line, at => world.Store.Read(line.Seat, asked, at), now);
    }

    private void Commit(ModelLine line, StoreAnswer.Values values, Instant sentAt, Instant now)
    {
        var own = Clock.At(now);

        // What was doubtful is certain only once a commit succeeds that expects the versions of this reading.
        var recovered = line.Doubtful.ToImmutableArray();
        foreach (var grant in values.Found)
        {
            line.Doubtful.Remove(grant.Id);
            line.Line.Take(grant, Clock.At(sentAt), grant.End - values.Now, own);
        }

        Serve(line, now);
        LeaseAsk? ask = line.Waiting.Count > 0
            ? line.Line.Ask(NextLease(), line.Waiting[0].Estimate, line.Wanted, own)
            : line.Line.RunsLow(own)
                ? line.Line.Ask(NextLease(), line.Line.Typical, LeaseSize.One(line.Line.Typical), own)
                : null;
        var notes = line.Notes(own);
        if (ask is null && notes.IsEmpty && recovered.IsEmpty)
        {
            line.IsBusy = false;
            return;
        }

        var commit = new StoreCommit(Life, ++commits, line.Seat, values.Versions, notes, ask);
        line.Commit = commit;
        if (ask is { } doubtful)
            line.Doubtful.Add(doubtful.Id);
        Send(line, at => world.Store.Commit(commit, at), now);
    }

    private void Finish(ModelLine line, StoreCommit commit, StoreAnswer.Done done, Instant sentAt, Instant now)
    {
        var own = Clock.At(now);

        // Every earlier commit that was on its way expected versions that are gone.
        line.Doubtful.Clear();
        for (var i = 0; i < commit.Notes.Length; i++)
            line.Line.Told(commit.Notes[i], done.Open[i], own);
        if (done.Grant is { } grant)
            line.Line.Take(grant, Clock.At(sentAt), grant.End - done.Now, own);
        if (done.Refusal is { } refusal && commit.Ask is { } ask)
        {
            var retry = refusal is Refusal.Rejected { RetryAt: { } at } ? at - done.Now : (Duration?)null;
            line.Line.Refuse(refusal, ask.First, retry, own);
        }

        Serve(line, now);
        if (line.Waiting.Count > 0)
            Begin(line, now);
    }

    /// <summary>
    /// Admits who waits, from the first, as far as there is room, and turns away whom a refusal holds for.
    /// </summary>
    private void Serve(ModelLine line, Instant now)
    {
        for (var i = 0; i < line.Waiting.Count;)
        {
            var request = line.Waiting[i];
            if (line.Line.Known(request.Estimate, Clock.At(now)) is not null)
                world.Turned(request);
            else if (!TryAdmit(line, request, now))
            {
                i++;
                continue;
            }

            line.Waiting.RemoveAt(i);
        }
    }

    private bool TryAdmit(ModelLine line, ModelRequest request, Instant now)
    {
        if (!line.Line.TryAdmit(request.Estimate, Clock.At(now), out var handle, out var lease))
            return false;
        open.Add(request.Number, (request, line, handle));
        world.History.Add(new StoreEvent.Admitted(now, request.Number, request.Seat, request.Estimate, lease!));
        world.Started(this, request, now);
        return true;
    }

    private void Send(ModelLine line, Func<Instant, StoreAnswer> ask, Instant now)
    {
        line.IsBusy = true;
        var sent = ++line.Sent;
        world.Send(this, ask, (answer, at) => Hear(line.Seat, sent, now, answer, at), now);
        world.At(now + patience, this, at =>
        {
            // Whatever becomes of it, it is not waited for any longer.
            if (line.Sent == sent)
                line.IsBusy = false;
        });
    }

    private UInt128 NextLease() => new((ulong)Life + 1, ++leases);
}
