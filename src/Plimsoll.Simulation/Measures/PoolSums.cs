namespace Plimsoll.Simulation.Measures;

/// <summary>Sums over the samples of a pool. <c>default</c> is none.</summary>
internal struct PoolSums
{
    /// <summary>Length of time that the samples stand for, in nanoseconds.</summary>
    public long Time;

    /// <summary>Replicas × nanoseconds.</summary>
    public Int128 ReplicaTime;

    /// <summary>Failed replicas × nanoseconds.</summary>
    public Int128 DownTime;

    /// <summary>Requests in batches × nanoseconds.</summary>
    public Int128 RunningTime;

    /// <summary>Requests in queues × nanoseconds.</summary>
    public Int128 WaitingTime;

    /// <summary>KV blocks in use × nanoseconds.</summary>
    public Int128 UsedTime;

    /// <summary>KV blocks in service × nanoseconds.</summary>
    public Int128 BlockTime;

    /// <summary>Nanoseconds in steps.</summary>
    public Int128 Busy;

    public long OutputTokens;
    public long InputTokens;
    public double Joules;
    public long PeakWaiting;
    public long PeakRunning;
    public double PeakKv;

    /// <summary>Adds a sample that stands for the time since the one before.</summary>
    public void Add(in PoolState state, in PoolState before, long time)
    {
        Time += time;
        ReplicaTime += (Int128)state.Replicas * time;
        DownTime += (Int128)state.Down * time;
        RunningTime += (Int128)state.Running * time;
        WaitingTime += (Int128)state.Waiting * time;
        UsedTime += (Int128)state.UsedBlocks * time;
        BlockTime += (Int128)state.Blocks * time;
        Busy += state.Busy.Nanoseconds - before.Busy.Nanoseconds;
        OutputTokens += state.OutputTokens - before.OutputTokens;
        InputTokens += state.InputTokens - before.InputTokens;
        Joules += state.Joules - before.Joules;
        PeakWaiting = Math.Max(PeakWaiting, state.Waiting);
        PeakRunning = Math.Max(PeakRunning, state.Running);
        PeakKv = Math.Max(PeakKv, state.Blocks == 0 ? 0 : state.UsedBlocks / (double)state.Blocks);
    }

    /// <summary>Adds the samples of a later time.</summary>
    public void Add(in PoolSums later)
    {
        Time += later.Time;
        ReplicaTime += later.ReplicaTime;
        DownTime += later.DownTime;
        RunningTime += later.RunningTime;
        WaitingTime += later.WaitingTime;
        UsedTime += later.UsedTime;
        BlockTime += later.BlockTime;
        Busy += later.Busy;
        OutputTokens += later.OutputTokens;
        InputTokens += later.InputTokens;
        Joules += later.Joules;
        PeakWaiting = Math.Max(PeakWaiting, later.PeakWaiting);
        PeakRunning = Math.Max(PeakRunning, later.PeakRunning);
        PeakKv = Math.Max(PeakKv, later.PeakKv);
    }

    /// <summary>Adds other samples of the same time.</summary>
    public void Join(in PoolSums other)
    {
        var time = Math.Max(Time, other.Time);
        Add(other);
        Time = time;
    }

    /// <summary>A sum over time as a mean.</summary>
    public readonly double Mean(Int128 sum) => Time == 0 ? 0 : (double)sum / Time;

    public static double Share(Int128 part, Int128 whole) => whole == 0 ? 0 : (double)part / (double)whole;
}
