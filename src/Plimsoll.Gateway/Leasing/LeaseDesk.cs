using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// What a gateway holds of one organization, and its talk with the store about it: one exchange at a time, in which all
/// that has come up meanwhile is told and asked for together. Safe to share between threads.
/// </summary>
/// <param name="limits">Whose it is.</param>
/// <param name="organization">Name of the organization.</param>
internal sealed class LeaseDesk(LeasedLimits limits, string organization)
{
    private const int MostAtOnce = 32;

    // What cannot be read now can be once somebody has mended it, which takes longer.
    private static readonly Duration unreadableFor = Duration.FromSeconds(1);

    private readonly DeskLines lines = new(limits.Terms);
    private readonly List<PathChange> changes = [];
    private DeskTurn? turn;
    private bool isLast;
    private bool isTalking;
    private bool isClosed;
    private Task talk = Task.CompletedTask;

    /// <summary>Whose it is.</summary>
    public LeasedLimits Limits => limits;

    /// <summary>Name of the organization.</summary>
    public string Organization => organization;

    /// <summary>Held for everything that is done to its lines; nobody waits while it is.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The gateway's monotonic clock.</summary>
    public Instant Monotonic => limits.Clock.Monotonic;

    /// <summary>The store's clock, as far as it is known.</summary>
    public Instant StoreTime => limits.Clock.Earliest ?? Instant.From(limits.Time.GetUtcNow());

    /// <summary>Entries of the ledger that the store does not have. The gate is held.</summary>
    public UntoldEntries Entries { get; } = new(limits.CountUntold);

    /// <summary>Asks for admission of one request.</summary>
    /// <returns>False: it is closed, and another has to be asked.</returns>
    public bool TryReserve(
        LimitPath path,
        in LimitRequest asked,
        out ValueTask<LeaseDecision> decided,
        CancellationToken cancellation)
    {
        if (limits.IsLost && limits.IsClosed(path, asked))
        {
            decided = new(new LeaseDecision.StoreGone());
            return true;
        }

        DeskLine.Waiter waiter;
        lock (Gate)
        {
            decided = default;
            if (isClosed)
                return false;
            var line = lines.Of(path, LeaseKind.Of(asked), Monotonic);
            if (Decide(line, asked) is { } decision)
            {
                if (line.Line.RunsLow(Monotonic))
                    Wake(line);
                decided = new(decision);
                return true;
            }

            if (limits.IsLost)
            {
                Wake(line);
                decided = new(WithoutStore(line, asked));
                return true;
            }

            waiter = new DeskLine.Waiter(asked, new(TaskCreationOptions.RunContinuationsAsynchronously));
            line.Waiting.Add(waiter);
            Wake(line);
            if (turn is not null)
                limits.Rounds.Hurry(turn);
        }

        decided = Wait(waiter, cancellation);
        return true;
    }

    /// <summary>Closes it for ever, if it has nothing to say and nothing to keep.</summary>
    public bool TryClose()
    {
        lock (Gate)
        {
            return isClosed = lines.IsEmpty && changes.Count == 0 && Entries.IsEmpty && !isTalking;
        }
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
                return Entries.IsEmpty && lines.All(line => line.HasToldAll(now));
            }
        }
    }

    /// <summary>Changes what the store has of a path, by what its book does.</summary>
    /// <returns>Null: it is closed, and another has to be asked.</returns>
    public Task? Change(PathChange change)
    {
        lock (Gate)
        {
            if (isClosed)
                return null;
            changes.Add(change);
            Wake();
            if (turn is not null)
                limits.Rounds.Hurry(turn);
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
            lines.Tick(Monotonic, isLast);
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

    /// <summary>Gathers what a turn is to say, besides what it has gathered already. The gate is held.</summary>
    internal void Gather(DeskTurn turn)
    {
        turn.Work.Clear();
        turn.Work.AddRange(lines.Work(Monotonic, isLast).Take(MostAtOnce));
        var more = Math.Min(changes.Count, MostAtOnce - turn.Changes.Count);
        turn.Changes.AddRange(changes.Take(more));
        changes.RemoveRange(0, more);
    }

    /// <summary>Tells a decision; what nobody waits for any longer is released.</summary>
    internal static void Tell(DeskLine.Waiter waiter, LeaseDecision decision)
    {
        if (!waiter.Decided.TrySetResult(decision) && decision is LeaseDecision.Admitted admitted)
            admitted.Held.Lent!.Release();
    }

    private LeaseDecision WithoutStore(DeskLine line, in LimitRequest asked)
    {
        if (!limits.IsOpen(line.Path, asked))
            return new LeaseDecision.StoreGone();
        line.Unleased++;
        return new LeaseDecision.Admitted(
            new HeldRequest(Lent(line, default, default, asked, asked.Lane), asked, null));
    }

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

    /// <summary>Talks to the store about a line, if it wants to.</summary>
    private void Wake(DeskLine line)
    {
        lines.Note(line);
        Wake();
    }

    /// <summary>Talks to the store unless that is being done. The gate is held.</summary>
    private void Wake()
    {
        if (isTalking || !HasMore)
            return;
        isTalking = true;
        talk = Task.Run(Talk);
    }

    private bool HasMore => changes.Count > 0 || Entries.IsDue || lines.HaveWork(Monotonic, isLast);

    private async Task Talk()
    {
        while (Begun() is { } turn)
        {
            try
            {
                await limits.Rounds.Take(turn, IsAwaited());
                limits.Found();
            }
            catch (UnreadableScopeException fault)
            {
                limits.CannotRead(fault.Key, fault);
                Refuse(turn, fault);
            }
            catch (Exception fault)
            {
                Fail(turn, fault);
                return;
            }
        }
    }

    private bool IsAwaited()
    {
        lock (Gate)
            return changes.Count > 0 || lines.AreAwaited;
    }

    /// <summary>Another turn; null: there is nothing more to say, and the talk is over.</summary>
    private DeskTurn? Begun()
    {
        lock (Gate)
        {
            turn = HasMore ? new DeskTurn(this) : null;
            if (turn is not null)
                return turn;
            Entries.Rest();
            isTalking = false;
            return null;
        }
    }

    /// <summary>
    /// What the store has of a scope cannot be read: who asks for something beneath it is told so, the others go on.
    /// </summary>
    private void Refuse(DeskTurn turn, UnreadableScopeException fault)
    {
        var unfit = turn.Changes.Where(change => IsMeant(change.Path)).ToList();
        lock (Gate)
        {
            changes.InsertRange(0, turn.Changes.Except(unfit));
            foreach (var line in turn.Work.Where(line => IsMeant(line.Path)))
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
    private void Fail(DeskTurn turn, Exception fault)
    {
        limits.Lose(fault);
        lock (Gate)
        {
            Gather(turn);
            isTalking = false;
            Entries.Rest();
            foreach (var line in turn.Work)
                Answer(line, asked => WithoutStore(line, asked));
        }

        foreach (var change in turn.Changes)
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
