namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Runs requests through a cluster as Vidur does, so that every time of every request agrees with Vidur's to the last
/// bit. Its quirks are its own: <c>docs/reference/vidur.md</c> lists them.
/// </summary>
/// <remarks>
/// Vidur orders events at one instant by when they were created. Arrivals are created before everything else; so at one
/// instant all arrivals come first, then batches end, and only then are batches formed. That is all the order there is
/// to keep: between arrivals replicas do not touch each other, and each is advanced when a request reaches it or, where
/// the router looks at queues, when its queue may have changed.
/// </remarks>
public static class VidurSimulation
{
    /// <summary>Runs the requests until nothing happens any more.</summary>
    /// <param name="settings">The cluster.</param>
    /// <param name="tables">Iteration times.</param>
    /// <param name="requests">In any order; those that arrive at the same time are taken in the order given.</param>
    /// <exception cref="ArgumentException">Settings or requests out of range, or a batch beyond the tables.</exception>
    public static VidurRun Run(VidurSettings settings, VidurTables tables, IReadOnlyList<VidurRequest> requests)
    {
        settings.Validate(tables);
        var ledger = new VidurLedger(requests);
        var replicas = new VidurReplica[settings.Replicas];
        for (var i = 0; i < replicas.Length; i++)
        {
            replicas[i] = settings.Scheduler switch
            {
                VidurScheduler.Vllm => new VidurVllmReplica(settings, tables, ledger),
                VidurScheduler.Sarathi => new VidurSarathiReplica(settings, tables, ledger),
                var other => throw new ArgumentException($"{other} is none of Vidur's schedulers.", nameof(settings)),
            };
        }

        if (settings.Router == VidurRouter.LeastOutstanding)
            SpreadByQueue(replicas, ledger);
        else
            SpreadInTurn(replicas, ledger);
        long batches = 0;
        foreach (var replica in replicas)
        {
            replica.AdvanceTo(double.PositiveInfinity);
            batches += replica.Batches;
        }

        return new VidurRun(ledger.Outcomes(), batches);
    }

    private static void SpreadInTurn(VidurReplica[] replicas, VidurLedger ledger)
    {
        var turn = 0;
        foreach (var request in InOrderOfArrival(ledger))
        {
            Hand(replicas[turn], request, turn, ledger);
            turn = turn + 1 == replicas.Length ? 0 : turn + 1;
        }
    }

    private static void SpreadByQueue(VidurReplica[] replicas, VidurLedger ledger)
    {
        var changes = new IndexedHeap();
        var waiting = new IndexedHeap();
        for (var i = 0; i < replicas.Length; i++)
            Note(i);
        foreach (var request in InOrderOfArrival(ledger))
        {
            var now = ledger.ArrivedAt[request];
            while (changes.FirstKey < Order(now))
            {
                var changed = changes.First;
                replicas[changed].AdvanceTo(now);
                Note(changed);
            }

            var least = waiting.First;
            Hand(replicas[least], request, least, ledger);
            Note(least);
        }

        void Note(int index)
        {
            changes.Set(index, Order(replicas[index].Changes), index);
            waiting.Set(index, replicas[index].Waiting, index);
        }
    }

    /// <summary>A key that is less where the time is: bits are in order but for those of negative numbers.</summary>
    private static long Order(double time)
    {
        var bits = BitConverter.DoubleToInt64Bits(time + 0.0);
        return bits < 0 ? bits ^ long.MaxValue : bits;
    }

    private static void Hand(VidurReplica replica, int request, int number, VidurLedger ledger)
    {
        var now = ledger.ArrivedAt[request];
        replica.AdvanceTo(now);
        replica.Add(request, now);
        ledger.Replica[request] = number;
    }

    private static IEnumerable<int> InOrderOfArrival(VidurLedger ledger)
    {
        var arrivals = ledger.ArrivedAt;
        for (var i = 1; i < arrivals.Length; i++)
        {
            if (arrivals[i] < arrivals[i - 1])
                return Enumerable.Range(0, arrivals.Length).OrderBy(request => arrivals[request]);
        }

        return Enumerable.Range(0, arrivals.Length);
    }
}
