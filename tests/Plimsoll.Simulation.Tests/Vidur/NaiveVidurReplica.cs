using Plimsoll.Simulation.Vidur;
using Part = (Plimsoll.Simulation.Tests.Vidur.NaiveVidurRequest Request, int Tokens);

namespace Plimsoll.Simulation.Tests.Vidur;

internal sealed class NaiveVidurReplica(VidurSettings settings, VidurTables tables)
{
    private readonly int blockSize = settings.BlockSize > 0 ? settings.BlockSize : tables.Model.BlockSize;
    private readonly int blocks = settings.Blocks > 0 ? settings.Blocks : tables.Model.Blocks;
    private readonly Dictionary<NaiveVidurRequest, int> held = [];
    private List<NaiveVidurRequest> running = [];

    public List<NaiveVidurRequest> Queue { get; } = [];

    public bool Busy { get; set; }

    public long Batches { get; set; }

    private int Free => blocks - held.Values.Sum();

    public List<Part> Form() => settings.Scheduler == VidurScheduler.Vllm ? FormVllm() : FormSarathi();

    public void End(List<Part> batch)
    {
        Busy = false;
        foreach (var (request, _) in batch)
        {
            if (request.Completed)
                held.Remove(request);
            else
                running.Add(request);
        }
    }

    private List<Part> FormVllm()
    {
        List<Part> batch = [];
        while (Queue.Count > 0)
        {
            var request = Queue[0];
            var longest = Math.Max(request.Prefill, batch.Select(part => part.Tokens).DefaultIfEmpty(0).Max());
            if (!Fits(request) || (batch.Count + 1) * longest > settings.MaxTokensInBatch
                || held.Count == settings.BatchSizeCap || batch.Count == settings.BatchSizeCap)
            {
                break;
            }

            Queue.RemoveAt(0);
            Allocate(request);
            batch.Add((request, request.Prefill));
        }

        if (batch.Count > 0)
            return batch;
        running = [.. running.OrderBy(request => request.Request.ArrivedAt)];
        while (running.Count > 0 && batch.Count < settings.BatchSizeCap)
            Decode(Take(running), batch);
        return batch;
    }

    private List<Part> FormSarathi()
    {
        List<Part> batch = [];
        List<NaiveVidurRequest> prompts = [];
        List<NaiveVidurRequest> skipped = [];
        while (running.Count > 0 && batch.Count < settings.BatchSizeCap)
        {
            var request = Take(running);
            if (request.PrefillComplete)
                Decode(request, batch);
            else
                prompts.Add(request);
        }

        foreach (var request in prompts)
        {
            if (Chunk(request, batch) is > 0 and var tokens)
                batch.Add((request, tokens));
            else
                skipped.Add(request);
        }

        running = [.. skipped.Concat(running).OrderBy(request => request.Request.ArrivedAt)];
        while (Queue.Count > 0 && held.Count != settings.BatchSizeCap && batch.Count != settings.BatchSizeCap
            && Fits(Queue[0]) && Chunk(Queue[0], batch) is > 0 and var tokens)
        {
            var request = Take(Queue);
            Allocate(request);
            batch.Add((request, tokens));
        }

        return batch;
    }

    private int Chunk(NaiveVidurRequest request, List<Part> batch) => Math.Max(
        0, Math.Min(request.Prefill - request.Processed, settings.ChunkSize - batch.Sum(part => part.Tokens)));

    private void Decode(NaiveVidurRequest request, List<Part> batch)
    {
        while (!Fits(request))
        {
            var victim = running.Count > 0 ? running[^1] : request;
            running.Remove(victim);
            victim.Restart();
            held.Remove(victim);
            Queue.Insert(0, victim);
            if (victim == request)
                return;
        }

        Allocate(request);
        batch.Add((request, 1));
    }

    private bool Fits(NaiveVidurRequest request) => held.ContainsKey(request)
        ? Free >= 1
        : Free - Blocks(request.Prefill) >= (int)(settings.WatermarkFraction * blocks);

    private void Allocate(NaiveVidurRequest request)
    {
        if (!held.TryGetValue(request, out var has))
            held[request] = Blocks(request.Prefill);
        else if (request.Processed > has * blockSize)
            held[request] = has + 1;
    }

    private int Blocks(int tokens) => (tokens + blockSize - 1) / blockSize;

    private static NaiveVidurRequest Take(List<NaiveVidurRequest> list)
    {
        var first = list[0];
        list.RemoveAt(0);
        return first;
    }
}
