namespace Plimsoll.Serving.Routing;

/// <summary>
/// What a router knows of its replicas, numbered from 0 in the order in which they were added. A replica is open unless
/// it was closed (drained, failed) or has as many requests as its limit. Its load is the requests outstanding for the
/// sequences that it runs at a time: a replica with twice the slots bears twice as many. Every change takes constant
/// time; only where the least loaded of the open ones closes, the next load that any has is sought from there up, and
/// a replica with more slots than any before it has all of them put in order anew. Not safe to share between threads.
/// </summary>
public sealed class ReplicaBoard
{
    // Above it loads count as equal, which bounds memory where queues have no bound.
    private const int HighestLevel = 1 << 20;

    private readonly List<ReplicaTraits> traits = [];
    private LoadLevels levels = new();
    private Entry[] entries = new Entry[16];
    private int[] open = new int[16];
    private long mostSlots = 1;

    /// <summary>Replicas, open or not.</summary>
    public int Count => traits.Count;

    /// <summary>Replicas that are open.</summary>
    public int OpenCount { get; private set; }

    /// <summary>Requests outstanding at open replicas, all together.</summary>
    public long OpenOutstanding { get; private set; }

    /// <summary>Sequences that open replicas run at a time, all together.</summary>
    public long OpenSlots { get; private set; }

    /// <summary>
    /// The open replica with the least load; of equals the one that has had that load for the longest, which takes
    /// equals in turn. <see cref="Route.Nowhere"/> when none is open.
    /// </summary>
    public int Least => levels.Lowest;

    /// <summary>Adds an open replica without requests, and returns its number.</summary>
    public int Add(ReplicaTraits replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        ArgumentOutOfRangeException.ThrowIfLessThan(replica.Slots, 1, nameof(replica));
        ArgumentOutOfRangeException.ThrowIfLessThan(replica.Limit, 1, nameof(replica));
        if (!(replica.Cost >= 0 && replica.Carbon >= 0 && replica.Latency.All(way => way >= 0)))
            throw new ArgumentException("Cost, carbon and latencies are 0 or more.", nameof(replica));
        var number = traits.Count;
        traits.Add(replica);
        if (number == entries.Length)
        {
            Array.Resize(ref entries, number * 2);
            Array.Resize(ref open, number * 2);
        }

        if (replica.Slots > mostSlots)
            Scale(replica.Slots);
        Enter(number);
        return number;
    }

    /// <summary>What is known of a replica beside its load.</summary>
    public ReplicaTraits Traits(int replica) => traits[replica];

    /// <summary>Requests outstanding at a replica, running and waiting, whoever gave them.</summary>
    public int Outstanding(int replica) => entries[replica].Outstanding;

    /// <summary>Whether a replica bears less load than another.</summary>
    public bool IsLighter(int replica, int other) =>
        (long)entries[replica].Outstanding * traits[other].Slots
        < (long)entries[other].Outstanding * traits[replica].Slots;

    /// <summary>Part of its key-value cache that is in use, as last reported. 0 to 1; 0 until reported.</summary>
    public double KvUse(int replica) => entries[replica].KvUse;

    /// <summary>How often its cache was lost: what was remembered of an earlier life is void.</summary>
    public int Life(int replica) => entries[replica].Life;

    /// <summary>Whether it takes requests.</summary>
    public bool IsOpen(int replica) => entries[replica].IsOpen;

    /// <summary>
    /// The open replicas, by a place from 0 to below <see cref="OpenCount"/>. Whoever closes leaves its place to the
    /// last one.
    /// </summary>
    public int OpenAt(int place) => open[place];

    /// <summary>Counts a request that a replica was given.</summary>
    public void Place(int replica) => Change(replica, 1);

    /// <summary>Counts a request out that has ended.</summary>
    public void Finish(int replica)
    {
        if (entries[replica].Outstanding == entries[replica].Others)
            throw new InvalidOperationException($"Replica {replica} has no request that could end.");
        Change(replica, -1);
    }

    /// <summary>
    /// Notes how many of the requests that are outstanding at a replica others than this router gave it, as last
    /// reported: they count as its own do. 0 or more; 0 until reported.
    /// </summary>
    public void ReportOthers(int replica, int requests)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(requests);
        var before = entries[replica].Others;
        entries[replica].Others = requests;
        if (requests != before)
            Change(replica, requests - before);
    }

    /// <summary>Notes how much of a replica's key-value cache is in use.</summary>
    /// <param name="replica">Its number.</param>
    /// <param name="use">The part. What is below 0 counts as 0, what is above 1 or no number as 1.</param>
    public void ReportKvUse(int replica, double use) => entries[replica].KvUse = use <= 1 ? Math.Max(0, use) : 1;

    /// <summary>Gives a replica no more requests: it is drained or has failed. No change when it is closed.</summary>
    public void Close(int replica)
    {
        entries[replica].Closed = true;
        Settle(replica);
    }

    /// <summary>Gives a replica requests again. No change when it is not closed.</summary>
    public void Open(int replica)
    {
        entries[replica].Closed = false;
        Settle(replica);
    }

    /// <summary>Notes that a replica has lost its cache, as after a restart.</summary>
    public void Forget(int replica) => entries[replica].Life++;

    private void Change(int replica, int by)
    {
        ref var entry = ref entries[replica];
        entry.Outstanding += by;
        if (entry.IsOpen)
        {
            OpenOutstanding += by;
            levels.Move(replica, LevelOf(replica, entry.Outstanding - by), LevelOf(replica, entry.Outstanding));
        }

        Settle(replica);
    }

    private void Settle(int replica)
    {
        ref var entry = ref entries[replica];
        var opens = !entry.Closed && entry.Outstanding < traits[replica].Limit;
        if (opens && !entry.IsOpen)
            Enter(replica);
        else if (!opens && entry.IsOpen)
            Leave(replica);
    }

    private void Enter(int replica)
    {
        ref var entry = ref entries[replica];
        entry.IsOpen = true;
        entry.Place = OpenCount;
        open[OpenCount++] = replica;
        OpenOutstanding += entry.Outstanding;
        OpenSlots += traits[replica].Slots;
        levels.Add(replica, LevelOf(replica, entry.Outstanding));
    }

    private void Leave(int replica)
    {
        ref var entry = ref entries[replica];
        entry.IsOpen = false;
        var last = open[--OpenCount];
        open[entry.Place] = last;
        entries[last].Place = entry.Place;
        OpenOutstanding -= entry.Outstanding;
        OpenSlots -= traits[replica].Slots;
        levels.Remove(replica, LevelOf(replica, entry.Outstanding));
    }

    /// <summary>Load in requests on a replica with the most slots, rounded up.</summary>
    private int LevelOf(int replica, int outstanding)
    {
        var slots = traits[replica].Slots;
        return (int)Math.Min(HighestLevel, ((outstanding * mostSlots) + slots - 1) / slots);
    }

    private void Scale(int slots)
    {
        mostSlots = slots;
        levels = new();
        foreach (var replica in open.AsSpan(0, OpenCount))
            levels.Add(replica, LevelOf(replica, entries[replica].Outstanding));
    }

    private struct Entry
    {
        public int Outstanding;
        public int Others;
        public int Place;
        public int Life;
        public double KvUse;
        public bool Closed;
        public bool IsOpen;
    }
}
