namespace Plimsoll.Gateway.Tests.Emulation;

/// <summary>
/// Time that passes only by timers: each that falls due moves the clock to its time. Held, the test fires them one by
/// one; otherwise they fire in order of their time as soon as they are set.
/// </summary>
internal sealed class VirtualTime(bool held) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly SortedSet<(long Due, long Sequence, VirtualTimer Timer)> armed = [];
    private long now;
    private long sequence;
    private bool firing;
    private TaskCompletionSource timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => new(GetTimestamp());

    /// <summary>When the next timer falls due, since the start; null when none is set.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (gate)
                return armed.Count == 0 ? null : new(armed.Min.Due);
        }
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return now;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when the next timer is set; to be taken before what sets it.</summary>
    public Task NextSet()
    {
        lock (gate)
        {
            timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return timerSet.Task;
        }
    }

    /// <summary>Moves to the next timer and fires it; false when none is set.</summary>
    public bool FireNext()
    {
        VirtualTimer timer;
        lock (gate)
        {
            if (armed.Count == 0)
                return false;
            var next = armed.Min;
            armed.Remove(next);
            next.Timer.Armed = null;
            now = Math.Max(now, next.Due);
            timer = next.Timer;
        }

        timer.Callback();
        return true;
    }

    private void Arm(VirtualTimer timer, TimeSpan? due)
    {
        lock (gate)
        {
            if (timer.Armed is { } before)
                armed.Remove(before);
            timer.Armed = due is { } wait ? (now + wait.Ticks, sequence++, timer) : null;
            if (timer.Armed is { } entry)
            {
                armed.Add(entry);
                timerSet.TrySetResult();
            }

            if (held || firing || due is null)
                return;
            firing = true;
        }

        ThreadPool.QueueUserWorkItem(_ => FireAll());
    }

    private void FireAll()
    {
        while (true)
        {
            while (FireNext())
            {
            }

            lock (gate)
            {
                if (armed.Count > 0)
                    continue;
                firing = false;
                return;
            }
        }
    }

    private sealed class VirtualTimer(VirtualTime time, Action callback) : ITimer, IComparable<VirtualTimer>
    {
        public Action Callback { get; } = callback;

        public (long Due, long Sequence, VirtualTimer Timer)? Armed { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Arm(this, dueTime == Timeout.InfiniteTimeSpan ? null : dueTime);
            return true;
        }

        // The sequence before it decides; two entries never tie.
        public int CompareTo(VirtualTimer? other) => 0;

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
