using Microsoft.Extensions.Logging;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>
/// Commits what has changed in groups: whatever comes while one commit is made goes with the next, so that a thousand
/// answers that end at once wait for two. A commit that fails is tried again until it is made, and nothing is lost
/// meanwhile but by the end of the process. Safe to share between threads.
/// </summary>
internal sealed class Committer : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly StorageOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly Signal changed = new();
    private readonly Signal awaited = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Queue<CommitBatch> left = new();
    private IStore store;
    private Func<IEnumerable<CommitBatch>>? take;
    private Task running = Task.CompletedTask;
    private TaskCompletionSource next = NewRound();
    private TaskCompletionSource? round;
    private long begun;
    private long commits;
    private long failures;
    private long unconfirmed;
    private volatile bool hasFailed;

    /// <summary>Opens the store.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public Committer(StorageOptions options, TimeProvider clock, ILogger log)
    {
        (this.options, this.clock, this.log) = (options, clock, log);
        store = options.Open();
    }

    /// <summary>The store, to be read from before the first commit.</summary>
    public IStore Store => store;

    /// <summary>Commits that were made.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>Attempts that failed.</summary>
    public long Failures => Volatile.Read(ref failures);

    /// <summary>Answers that ended without waiting any longer for a store that is late.</summary>
    public long Unconfirmed => Volatile.Read(ref unconfirmed);

    /// <summary>Where it is kept.</summary>
    public string Place => options.Place;

    /// <summary>For how long the commit that is being made has been.</summary>
    public TimeSpan Pending
    {
        get
        {
            var since = Volatile.Read(ref begun);
            return since == 0 ? TimeSpan.Zero : clock.GetElapsedTime(since);
        }
    }

    /// <summary>Whether the store takes longer than anybody waits for it, or nothing is committed any more.</summary>
    public bool IsLate => hasFailed || Pending > options.Patience;

    /// <summary>Begins to commit.</summary>
    /// <param name="takeChanges">Takes all that has changed, in as many batches as it takes.</param>
    public void Begin(Func<IEnumerable<CommitBatch>> takeChanges)
    {
        take = takeChanges;
        running = Task.Run(Run);
    }

    /// <summary>Notes that there is something to commit.</summary>
    public void Note() => changed.Set();

    /// <summary>
    /// Waits until what was noted before is durable, but no longer than the store may take; not at all where nobody is
    /// to wait.
    /// </summary>
    public ValueTask Confirm() =>
        options.Durability == DurabilityMode.Relaxed ? default : new ValueTask(WaitForRound());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        changed.Set();
        awaited.Set();
        await running;
        await store.DisposeAsync();
        stopping.Dispose();
    }

    private async Task WaitForRound()
    {
        Task durable;
        lock (gate)
            durable = next.Task;
        awaited.Set();
        try
        {
            if (!IsLate)
            {
                await durable.WaitAsync(options.Patience, clock);
                return;
            }
        }
        catch (TimeoutException)
        {
            // It goes on in memory, and is committed when the store can.
        }

        Interlocked.Increment(ref unconfirmed);
    }

    private async Task Run()
    {
        try
        {
            await CommitUntilStopped();
        }
        catch (Exception e)
        {
            // What was taken of the books and not committed is known to nobody now, so nothing may follow it.
            hasFailed = true;
            DurabilityLog.Stopped(log, options.Place, e);
        }
    }

    private async Task CommitUntilStopped()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await Task.WhenAny(changed.Wait, awaited.Wait);
                if (!awaited.Wait.IsCompleted)
                    await Task.WhenAny(Task.Delay(options.Window, clock, stopping.Token), awaited.Wait);
                changed.Clear();
                awaited.Clear();
                await CommitAll(stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is committed below.
        }

        using var end = new CancellationTokenSource(LongestEnd, TimeProvider.System);
        try
        {
            await CommitAll(end.Token);
        }
        catch (OperationCanceledException)
        {
            DurabilityLog.LeftBehind(log, options.Place);
        }
    }

    private async Task CommitAll(CancellationToken cancellation)
    {
        await CommitLeft(cancellation);
        lock (gate)
        {
            // Before anything is taken: whoever notes a change later waits for the round after this one.
            round = next;
            next = NewRound();
        }

        foreach (var batch in take!().SelectMany(all => all.Parts()))
            left.Enqueue(batch);
        Volatile.Write(ref begun, left.Count > 0 ? clock.GetTimestamp() : 0);
        await CommitLeft(cancellation);
    }

    private async Task CommitLeft(CancellationToken cancellation)
    {
        while (left.TryPeek(out var batch))
        {
            await Commit(batch, cancellation);
            left.Dequeue();
        }

        Volatile.Write(ref begun, 0);
        round?.TrySetResult();
    }

    private async Task Commit(CommitBatch batch, CancellationToken cancellation)
    {
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                // Of an attempt that failed it is not always known whether it was made.
                if (batch.WasSent && batch.IsIn(await store.Read(batch.Keys, cancellation)))
                    break;
                batch.WasSent = true;
                switch (await store.Commit(batch.ToStore(), cancellation))
                {
                    case CommitResult.Committed made:
                        batch.Committed(made.Version);
                        break;
                    case CommitResult.Conflict conflict:
                        throw new StoreException(
                            StoreFault.Unavailable,
                            $"{options.Place}: {string.Join(", ", conflict.Keys.Take(3))} was changed by somebody "
                            + "else. Give each gateway a store of its own.");
                }

                break;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                Interlocked.Increment(ref failures);
                if (e is not ObjectDisposedException)
                    DurabilityLog.Failed(log, options.Place, e.Message);
                await Task.Delay(wait, clock, cancellation);
                if (e is StoreException { Fault: StoreFault.Broken } or ObjectDisposedException)
                    await Reopen();
            }
        }

        if (IsLate)
            DurabilityLog.Recovered(log, options.Place, Pending);
        Interlocked.Increment(ref commits);
    }

    /// <summary>
    /// Opens a store that broke anew; one that cannot be opened yet is tried again with the next attempt.
    /// </summary>
    private async Task Reopen()
    {
        try
        {
            await store.DisposeAsync();
            store = options.Open();
        }
        catch (Exception e)
        {
            DurabilityLog.Failed(log, options.Place, e.Message);
        }
    }

    private static TaskCompletionSource NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
