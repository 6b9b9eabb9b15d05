using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Logs;

namespace Plimsoll.Storage.Embedded;

/// <summary>
/// Makes commits durable: one thread takes all that wait, writes them as one frame, syncs once, and tells them. While
/// it syncs, the next gather. After a write or a sync that failed it tells nobody anything but that, until the store is
/// opened again: what is durable is known only by reading it.
/// </summary>
internal sealed class CommitLoop
{
    private const int FullGroup = 8 << 20;

    private readonly object arrivals = new();
    private readonly StoreFiles files;
    private readonly StoreFilesInUse inUse;
    private readonly StoreState state;
    private readonly CommitGroup group;
    private readonly Action<FileView> written;
    private readonly Thread thread;
    private Queue<PendingCommit> waiting = new();
    private Queue<PendingCommit> taken = new();
    private readonly List<PendingCommit> inGroup = [];
    private TaskCompletionSource<FileView>? rotation;
    private CommitLog log;
    private FileView view;
    private Exception? failure;
    private bool ends;

    /// <summary>Begins with the files as they are.</summary>
    /// <param name="files">Where to write.</param>
    /// <param name="inUse">Numbers new logs.</param>
    /// <param name="state">What is durable; from now on it changes only here, within <see cref="Gate"/>.</param>
    /// <param name="log">Where to append.</param>
    /// <param name="view">The files.</param>
    /// <param name="written">Told after each group, on the thread that writes.</param>
    public CommitLoop(
        StoreFiles files,
        StoreFilesInUse inUse,
        StoreState state,
        CommitLog log,
        FileView view,
        Action<FileView> written)
    {
        (this.files, this.inUse, this.state, this.log, this.view, this.written) =
            (files, inUse, state, log, view, written);
        group = new CommitGroup(state);
        thread = new Thread(Run) { IsBackground = true, Name = "Plimsoll store" };
        thread.Start();
    }

    /// <summary>Guards the state and the files of the store.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The files of the store.</summary>
    public FileView View
    {
        get
        {
            lock (Gate)
                return view;
        }
    }

    /// <summary>How many values there are.</summary>
    public int ValueCount
    {
        get
        {
            lock (Gate)
                return state.Count;
        }
    }

    /// <summary>Commits a batch, with all that wait beside it.</summary>
    public Task<CommitResult> Commit(StoreBatch batch)
    {
        var commit = new PendingCommit(batch);
        lock (arrivals)
        {
            ThrowIfOver();
            waiting.Enqueue(commit);
            if (waiting.Count == 1)
                Monitor.Pulse(arrivals);
        }

        return commit.Task;
    }

    /// <summary>Begins a new log. All that was committed before is in sealed logs of what it returns.</summary>
    public Task<FileView> Rotate()
    {
        lock (arrivals)
        {
            ThrowIfOver();
            rotation ??= new TaskCompletionSource<FileView>(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(arrivals);
            return rotation.Task;
        }
    }

    /// <summary>Puts other files in the place of those that a new manifest replaces.</summary>
    public void Replace(StoreManifest manifest)
    {
        lock (Gate)
        {
            view = view with
            {
                Manifest = manifest,
                Sealed = [.. view.Sealed.Where(sealedLog => sealedLog.Start > manifest.Covered)],
            };
        }
    }

    /// <summary>Commits what waits, closes the log and ends.</summary>
    public void End()
    {
        lock (arrivals)
        {
            ends = true;
            Monitor.Pulse(arrivals);
        }

        thread.Join();
    }

    private void ThrowIfOver()
    {
        ObjectDisposedException.ThrowIf(ends, typeof(EmbeddedStore));
        if (failure is not null)
            throw Broken(failure);
    }

    private void Run()
    {
        try
        {
            while (Take(out var rotating))
            {
                while (taken.Count > 0)
                    CommitTaken();
                if (rotating is not null)
                    RotateNow(rotating);
            }

            if (failure is null)
                log.Close();
        }
        catch (Exception e)
        {
            // Whatever it was: what is durable now is known only by reading it.
            Fail(e);
        }
        finally
        {
            log.Dispose();
        }
    }

    /// <summary>Waits for work; false: there is none left and will be none.</summary>
    private bool Take(out TaskCompletionSource<FileView>? rotating)
    {
        lock (arrivals)
        {
            while (waiting.Count == 0 && rotation is null && !ends)
                Monitor.Wait(arrivals);
            (waiting, taken) = (taken, waiting);
            rotating = rotation;
            rotation = null;
            return taken.Count > 0 || rotating is not null;
        }
    }

    private void CommitTaken()
    {
        group.Clear();
        var to = log.BeginGroup();
        var empty = to.Length;
        while (taken.TryDequeue(out var commit))
        {
            inGroup.Add(commit);
            commit.Outcome = group.Add(commit.Batch, to);
            if (to.Length > FullGroup)
                break;
        }

        if (to.Length == empty)
            log.DropGroup();
        else
            log.EndGroup();
        FileView now;
        lock (Gate)
        {
            foreach (var commit in inGroup)
            {
                if (commit.Outcome is CommitResult.Committed made && made.Version > state.Version)
                    state.Apply(commit.Batch, made.Version);
            }

            now = view = view with { Current = log.Part };
        }

        foreach (var commit in inGroup)
            commit.SetResult(commit.Outcome!);
        inGroup.Clear();
        written(now);
    }

    private void RotateNow(TaskCompletionSource<FileView> rotating)
    {
        var before = log;
        var start = new LogStart(before.Store, before.Sequence + 1, before.Number, before.Part.End, default);
        try
        {
            log = CommitLog.Begin(files, inUse.NextNumber(), start);
        }
        catch (Exception e)
        {
            // The new log may be there and say that this one has ended, so nothing may follow here.
            rotating.SetException(Broken(e));
            throw;
        }

        before.Dispose();
        lock (Gate)
            view = view with { Sealed = view.Sealed.Add(before.Part), Current = log.Part };
        rotating.SetResult(view);
    }

    private void Fail(Exception cause)
    {
        lock (arrivals)
        {
            failure = cause;
            rotation?.SetException(Broken(cause));
            rotation = null;
            foreach (var commit in inGroup)
                commit.TrySetException(Unknown(cause));
            foreach (var commit in taken.Concat(waiting))
                commit.SetException(Broken(cause));
            waiting.Clear();
        }
    }

    private StoreException Unknown(Exception cause) => new(
        StoreFault.Unknown,
        $"{files.Place}: writing failed ({cause.Message.TrimEnd('.')}), so it is not known whether this commit is "
        + "durable. It is there entirely or not at all when the store is opened again.",
        cause);

    private StoreException Broken(Exception cause) => new(
        StoreFault.Broken,
        $"{files.Place}: the store takes nothing more since a write failed ({cause.Message.TrimEnd('.')}). See that "
        + "the disk is well and has room, then start again: all that was acknowledged is there.",
        cause);
}
