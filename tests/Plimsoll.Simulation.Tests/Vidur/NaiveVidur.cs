using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Simulation.Tests.Vidur;

/// <summary>
/// Vidur step by step: every event in a queue, ordered by time and creation, every batch formed anew from lists. The
/// oracle of the mode that skips all of it.
/// </summary>
internal sealed class NaiveVidur
{
    private readonly VidurSettings settings;
    private readonly VidurTables tables;
    private readonly PriorityQueue<Action<double>, (double Time, long Id)> events = new();
    private readonly List<NaiveVidurReplica> replicas = [];
    private readonly List<NaiveVidurRequest> unassigned = [];
    private long created;
    private int turn;

    private NaiveVidur(VidurSettings settings, VidurTables tables) => (this.settings, this.tables) = (settings, tables);

    public static VidurRun Run(VidurSettings settings, VidurTables tables, IReadOnlyList<VidurRequest> requests)
    {
        var naive = new NaiveVidur(settings, tables);
        for (var i = 0; i < settings.Replicas; i++)
            naive.replicas.Add(new NaiveVidurReplica(settings, tables));
        var all = requests.Select(request => new NaiveVidurRequest(request)).ToList();
        foreach (var request in all)
            naive.Schedule(request.Request.ArrivedAt, now => naive.Arrive(request, now));
        while (naive.events.TryDequeue(out var handle, out var key))
            handle(key.Time);
        var batches = naive.replicas.Sum(replica => replica.Batches);
        return new VidurRun([.. all.Select(request => request.Outcome)], batches);
    }

    private void Schedule(double time, Action<double> handle) => events.Enqueue(handle, (time, ++created));

    private void Arrive(NaiveVidurRequest request, double now)
    {
        unassigned.Add(request);
        Schedule(now, Spread);
    }

    private void Spread(double now)
    {
        var waiting = replicas.Select(replica => replica.Queue.Count).ToList();
        SortedSet<int> reached = [];
        foreach (var request in unassigned.OrderBy(request => request.Request.ArrivedAt).ToList())
        {
            var replica = settings.Router == VidurRouter.RoundRobin
                ? turn++ % replicas.Count
                : waiting.IndexOf(waiting.Min());
            waiting[replica]++;
            request.Replica = replica;
            replicas[replica].Queue.Add(request);
            reached.Add(replica);
        }

        unassigned.Clear();
        foreach (var replica in reached)
            Schedule(now, time => Form(replicas[replica], time));
    }

    private void Form(NaiveVidurReplica replica, double now)
    {
        if (replica.Busy || replica.Form() is not { Count: > 0 } batch)
            return;
        replica.Busy = true;
        replica.Batches++;
        foreach (var (request, _) in batch)
        {
            if (double.IsNaN(request.ScheduledAt))
                request.ScheduledAt = now;
        }

        // The batch reaches the stage, which begins it.
        Schedule(now, arrived => Schedule(arrived, begun => Schedule(begun + Seconds(batch), ended =>
        {
            Schedule(ended, _ => { });
            Schedule(ended, time =>
            {
                foreach (var (request, tokens) in batch)
                    request.Process(tokens, time);
                replica.End(batch);
                Schedule(time, again => Form(replica, again));
            });
        })));
    }

    private double Seconds(List<(NaiveVidurRequest Request, int Tokens)> batch)
    {
        var decoding = batch.Where(part => part.Request.PrefillComplete).Select(part => (long)part.Request.Processed);
        var prompts = default(VidurPrompts);
        foreach (var (request, tokens) in batch.Where(part => !part.Request.PrefillComplete))
            prompts = prompts.With(tokens, tables.KvStepOf(request.Processed));
        var (sequences, context) = (decoding.Count(), decoding.Sum());
        return prompts.Count > 0
            ? tables.Mixed(sequences, context, prompts)
            : tables.Decode(sequences, tables.KvStepOf(context / sequences));
    }
}
