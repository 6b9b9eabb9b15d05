using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// What a gateway holds of one organization, and its talk with the store about it: one exchange at a time, in which all
/// that has come up meanwhile is told and asked for together. Safe to share between threads.
/// </summary>
/// <param name="limits">Whose it is.</param>
internal sealed class LeaseDesk(LeasedLimits limits)
{
    private const int MostAtOnce = 32;

    // What cannot be read now can be once somebody has mended it, which takes longer.
    private static readonly Duration unreadableFor = Duration.FromSeconds(1);

    private readonly Dictionary<(string Path, LeaseKind Kind), DeskLine> lines = [];
    private readonly List<PathChange> changes = [];
    private bool isLast;
    private bool isTalking;
    private Task talk = Task.CompletedTask;

    /// <summary>Held for everything that is done to its lines; nobody waits while it is.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The gateway's monotonic clock.</summary>
    public Instant Monotonic => limits.Clock.Monotonic;

    /// <summary>The store's clock, as far as it is known.</summary>
    public Instant StoreTime => limits.Clock.Earliest ?? Instant.From(limits.Time.GetUtcNow());

    /// <summary>Entries of the ledger that the store does not have. The gate is held.</summary>
    public UntoldEntries Entries { get; } = new();

    /// <summary>Asks for admission of one request.</summary>
    public ValueTask<LeaseDecision> Reserve(LimitPath path, in LimitRequest asked, CancellationToken cancellation)
    {
        if (limits.IsLost && limits.IsClosed(path, asked))
            return new(new LeaseDecision.StoreGone());
        var waiter = new DeskLine.Waiter(asked, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (Gate)
        {
            var line = LineOf(path, LeaseKind.Of(asked));
            if (Decide(line, asked) is { } decision)
            {
                if (line.Line.RunsLow(Monotonic))
                    Wake();
                return new(decision);
            }

            if (limits.IsLost)
            {
                Wake();
                return new(WithoutStore(line, asked));
            }

            line.Waiting.Add(waiter);
            Wake();
        }

        return Wait(waiter, cancellation);
    }

    /// <summary>Waits until it has nothing more to tell, or cannot.</summary>
    public Task Rest()
    {
        lock (Gate)
            return talk;
    }

    /// <summary>Whether the store knows everything: what was used, what is owed, and what is given back.</summary>
    public bool HasToldAll
    {
        get
        {
            lock (Gate)
            {
                var now = Monotonic;
                return Entries.IsEmpty && lines.Values.All(line => line.HasToldAll(now));
            }
        }
    }

    /// <summary>Changes what the store has of a path, by what its book does.</summary>
    public Task Change(PathChange change)
    {
        lock (Gate)
        {
            changes.Add(change);
            Wake();
        }

        return change.Made.Task;
    }

    /// <summary>Looks after what nobody asks about.</summary>
    /// <param name="isLastOne">Whether the gateway stops: everything goes back.</param>
    public void Tick(bool isLastOne)
    {
        lock (Gate)
        {
            isLast = isLastOne;
            var now = Monotonic;
            foreach (var line in lines.Values)
            {
                if (isLast)
                    line.Line.Stop(now);
                else
                    line.Line.Tick(now);
            }

            Entries.Tick(isLast);
            Wake();
        }
    }

    /// <summary>What can be decided about a request without the store; null: nothing can.</summary>
    internal LeaseDecision? Decide(DeskLine line, in LimitRequest asked)
    {
        var now = Monotonic;
        if (line.Line.TryAdmit(asked.Estimate, now, out var handle, out var lease))
        {
            var lent = Lent(line, handle, lease!.Id, asked, lease.Lane);
            return new LeaseDecision.Admitted(new HeldRequest(lent, asked, lease));
        }

        if (line.Line.Known(asked.Estimate, now) is { } refusal)
            return new LeaseDecision.Refused(refusal);
        return now < line.UnreadableUntil ? new LeaseDecision.Unreadable() : null;
    }

    /// <summary>Tells a decision; what nobody waits for any longer is released.</summary>
    internal static void Tell(DeskLine.Waiter waiter, LeaseDecision decision)
    {
        if (!waiter.Decided.TrySetResult(decision) && decision is LeaseDecision.Admitted admitted)
            admitted.Held.Lent!.Release();
    }

    private LeaseDecision WithoutStore(DeskLine line, in LimitRequest asked) => limits.IsOpen(line.Path, asked)
        ? new LeaseDecision.Admitted(new HeldRequest(Lent(line, default, default, asked, asked.Lane), asked, null))
        : new LeaseDecision.StoreGone();

    /// <summary>Waits for a decision; who leaves is told of none, and what was admitted then is released.</summary>
    private static async ValueTask<LeaseDecision> Wait(DeskLine.Waiter waiter, CancellationToken cancellation)
    {
        await using var leaving = cancellation.Register(() => waiter.Decided.TrySetCanceled(cancellation));
        return await waiter.Decided.Task;
    }

    private LentRequest Lent(
        DeskLine line, LeasedRequest handle, UInt128 lease, in LimitRequest asked, Lane lane) =>
        new(
            this,
            line,
            handle,
            lease,
            asked.Id == default ? limits.NewName() : asked.Id,
            limits.Book.BillOf(line.Path, asked, lane));

    private DeskLine LineOf(LimitPath path, in LeaseKind kind)
    {
        if (!lines.TryGetValue((path.Name, kind), out var line) || line.Path != path)
            lines[(path.Name, kind)] = line = new DeskLine(path, new LeaseLine(kind, limits.Terms));
        return line;
    }

    /// <summary>Talks to the store unless that is being done. The gate is held.</summary>
    private void Wake()
    {
        if (isTalking || !(changes.Count > 0 || Entries.IsDue || HasWork()))
            return;
        isTalking = true;
        talk = Task.Run(Talk);
    }

    private bool HasWork()
    {
        var now = Monotonic;
        foreach (var line in lines.Values)
        {
            if (line.HasWork(now, isLast))
                return true;
        }

        return false;
    }

    private async Task Talk()
    {
        while (true)
        {
            List<DeskLine> work;
            List<PathChange> asked;
            lock (Gate)
            {
                var now = Monotonic;
                work = [.. lines.Values.Where(line => line.HasWork(now, isLast)).Take(MostAtOnce)];
                asked = [.. changes.Take(MostAtOnce)];
                changes.RemoveRange(0, asked.Count);
                if (work.Count == 0 && asked.Count == 0 && !Entries.IsDue)
                {
                    Entries.Rest();
                    isTalking = false;
                    return;
                }
            }

            try
            {
                await limits.TakeTurn();
                try
                {
                    await Exchange(work, asked);
                }
                finally
                {
                    limits.EndTurn();
                }

                limits.Found();
            }
            catch (UnreadableScopeException fault)
            {
                limits.CannotRead(fault.Key, fault);
                Refuse(work, asked, fault);
            }
            catch (Exception fault)
            {
                Fail(work, asked, fault);
                return;
            }
        }
    }

    private async Task Exchange(List<DeskLine> work, List<PathChange> asked)
    {
        while (true)
        {
            using var patience = new CancellationTokenSource(limits.Patience, limits.Time);
            await limits.Clock.Read(patience.Token);
            var exchange = new LeaseExchange(limits, this, work, asked);
            var values = await limits.Store.Read(exchange.Keys, patience.Token);
            if (await limits.Follow(values[^1].Version, patience.Token))
                continue;
            StoreBatch? batch;
            lock (Gate)
                batch = exchange.Prepare(values);
            if (batch is null)
                return;
            if (await limits.Store.Commit(batch, patience.Token) is not CommitResult.Committed)
                continue;
            lock (Gate)
                exchange.Finish();
            return;
        }
    }

    /// <summary>
    /// What the store has of a scope cannot be read: who asks for something beneath it is told so, the others go on.
    /// </summary>
    private void Refuse(List<DeskLine> work, List<PathChange> asked, UnreadableScopeException fault)
    {
        var unfit = asked.Where(change => IsMeant(change.Path)).ToList();
        lock (Gate)
        {
            changes.InsertRange(0, asked.Except(unfit));
            foreach (var line in work.Where(line => IsMeant(line.Path)))
            {
                line.UnreadableUntil = Monotonic + unreadableFor;
                Answer(line, _ => new LeaseDecision.Unreadable());
            }
        }

        foreach (var change in unfit)
            change.Made.TrySetException(fault);

        bool IsMeant(LimitPath path) => path.Scopes().Any(scope => scope.Name == fault.Scope);
    }

    /// <summary>The store could not be asked: who waits is told, and the next tick tries again.</summary>
    private void Fail(List<DeskLine> work, List<PathChange> asked, Exception fault)
    {
        limits.Lose(fault);
        lock (Gate)
        {
            isTalking = false;
            Entries.Rest();
            foreach (var line in work)
                Answer(line, asked => WithoutStore(line, asked));
        }

        foreach (var change in asked)
            change.Made.TrySetException(fault);
    }

    /// <summary>Decides about all who wait, without the store.</summary>
    private void Answer(DeskLine line, Func<LimitRequest, LeaseDecision> otherwise)
    {
        foreach (var waiter in line.Waiting)
            Tell(waiter, Decide(line, waiter.Request) ?? otherwise(waiter.Request));
        line.Waiting.Clear();
    }
}
