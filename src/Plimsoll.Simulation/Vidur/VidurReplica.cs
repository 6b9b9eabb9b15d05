namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// A replica under one of Vidur's schedulers, on Vidur's clock: seconds as a double, to which the time of one batch
/// after the other is added. A run of batches that only decode is advanced without forming each anew; it costs the same
/// additions, in the same order.
/// </summary>
internal abstract class VidurReplica
{
    private readonly int blockSize;
    private bool decoding;
    private bool busy;
    private double next = double.PositiveInfinity;
    private double tied = double.NaN;

    protected VidurReplica(VidurSettings settings, VidurTables tables, VidurLedger ledger)
    {
        (Settings, Tables, Ledger) = (settings, tables, ledger);
        blockSize = settings.BlockSize > 0 ? settings.BlockSize : tables.Model.BlockSize;
        Free = settings.Blocks > 0 ? settings.Blocks : tables.Model.Blocks;
        Watermark = (int)(settings.WatermarkFraction * Free);
        Decodes = new VidurDecodes(settings.BatchSizeCap, blockSize);
    }

    /// <summary>Requests in its waiting queue.</summary>
    public int Waiting => Queue.Count;

    /// <summary>Batches formed.</summary>
    public long Batches { get; private set; }

    /// <summary>
    /// No later than when <see cref="Waiting"/> changes, as long as nothing arrives; infinite when it does not.
    /// </summary>
    public double Changes => Queue.Count == 0 && Promised < Free + Held ? double.PositiveInfinity : next;

    protected VidurSettings Settings { get; }

    protected VidurTables Tables { get; }

    protected VidurLedger Ledger { get; }

    protected VidurQueue Queue { get; } = new();

    protected VidurDecodes Decodes { get; }

    protected int Free { get; private set; }

    protected int Watermark { get; }

    /// <summary>Requests that hold blocks.</summary>
    protected int Admitted { get; private set; }

    // Blocks held, and blocks that those who hold them will hold in their last step.
    private int Held { get; set; }

    private int Promised { get; set; }

    /// <summary>Hands it a request at <paramref name="now"/>, up to which it was advanced.</summary>
    public void Add(int request, double now)
    {
        Queue.AddLast(request);
        if (!busy)
            next = now;
        else if (next == now)
            tied = now;
    }

    /// <summary>Completes and forms every batch that begins before an instant.</summary>
    public void AdvanceTo(double until)
    {
        while (next < until)
        {
            var now = next;
            if (decoding)
                EndDecodeStep(now);
            EndPrompts(now);
            var prompts = Form(now);
            decoding = Decodes.Count > 0 && DecodesWith(prompts);
            if (prompts.Count > 0)
            {
                var (decodes, context) = decoding ? (Decodes.Count, Decodes.Context) : (0, 0);
                next = now + Tables.Mixed(decodes, context, prompts);
                Batches++;
            }
            else if (decoding)
            {
                next = now + Tables.Decode(Decodes.Count, Tables.KvStepOf(Decodes.Context / Decodes.Count));
                Batches++;
                if (!MayAdmitNext)
                    Run(until);
            }
            else
            {
                // The end of a batch and an arrival at the same instant each have a batch formed: where the first only
                // threw caches away, the second finds room.
                next = now == tied ? now : double.PositiveInfinity;
                tied = double.NaN;
            }

            busy = decoding || prompts.Count > 0;
        }
    }

    /// <summary>Reserves what the next batch needs, and says what it computes of prompts.</summary>
    protected abstract VidurPrompts Form(double now);

    /// <summary>Whether a batch with these prompts decodes as well.</summary>
    protected abstract bool DecodesWith(VidurPrompts prompts);

    /// <summary>Whether a batch that only decodes left room for what waits, so that the next may take it.</summary>
    protected virtual bool MayAdmitNext => false;

    /// <summary>Applies what the batch that ended computed of prompts.</summary>
    protected abstract void EndPrompts(double now);

    /// <summary>Restarts a request behind the last decoding one, if there is any to make room.</summary>
    protected virtual bool RestartBehind() => false;

    /// <summary>Blocks that so many tokens fill.</summary>
    protected int BlocksOf(int tokens) => (tokens + blockSize - 1) / blockSize;

    /// <summary>Takes the head of the queue into a batch, unless there is no room for it.</summary>
    protected bool TryAdmit(double now)
    {
        var request = Queue.Head;
        var blocks = BlocksOf(Ledger.Prompt[request]);
        if (Free - blocks < Watermark || Admitted == Settings.BatchSizeCap)
            return false;
        Queue.RemoveHead();
        Hold(blocks);
        Admitted++;
        Promised += BlocksOf(Ledger.Total[request] - 1);
        if (double.IsNaN(Ledger.Scheduled[request]))
            Ledger.Scheduled[request] = now;
        return true;
    }

    /// <summary>Notes that the prefill of a request is complete; false when that was all of it.</summary>
    protected bool EndPrefill(int request, double now)
    {
        if (double.IsNaN(Ledger.FirstToken[request]))
            Ledger.FirstToken[request] = now;
        if (Ledger.Prompt[request] + 1 < Ledger.Total[request])
            return true;
        Finish(request, now);
        return false;
    }

    /// <summary>Throws away the cache of a request and puts it at the head of the queue.</summary>
    protected void Restart(int request, int tokens, int blocks)
    {
        Hold(-blocks);
        Admitted--;
        Promised -= BlocksOf(Ledger.Total[request] - 1);
        Ledger.Prompt[request] = tokens;
        Ledger.Restarts[request]++;
        Queue.AddFirst(request);
    }

    /// <summary>
    /// Reserves the blocks of a decode step. Vidur wants a free block at the turn of every sequence, also of one that
    /// needs none; it restarts the last until there is one.
    /// </summary>
    protected void ReserveDecodes()
    {
        if (Free > Decodes.BlocksNeeded)
        {
            Hold(Decodes.BlocksNeeded);
            return;
        }

        for (var i = 0; i < Decodes.Count; i++)
        {
            while (Free < 1)
            {
                if (RestartBehind())
                    continue;
                var last = Decodes.Count - 1;
                RestartDecode(last);
                if (last == i)
                    return;
            }

            if (Decodes.NeedsBlock(i))
                Hold(1);
        }
    }

    private void RestartDecode(int index)
    {
        var (request, tokens) = (Decodes.Request(index), Decodes.Tokens(index));
        Decodes.RemoveAt(index);
        Restart(request, tokens, BlocksOf(tokens - 1));
    }

    private void EndDecodeStep(double now)
    {
        Decodes.Advance();
        for (var index = Decodes.Ended(); index >= 0; index = Decodes.Ended())
        {
            var request = Decodes.Request(index);
            Decodes.RemoveAt(index);
            Finish(request, now);
        }
    }

    private void Finish(int request, double now)
    {
        var blocks = BlocksOf(Ledger.Total[request] - 1);
        Hold(-blocks);
        Promised -= blocks;
        Admitted--;
        Ledger.Finished[request] = now;
    }

    private void Hold(int blocks)
    {
        Free -= blocks;
        Held += blocks;
    }

    /// <summary>
    /// A batch that only decodes is in progress. Those after it are the same until a sequence ends, blocks run short,
    /// or something arrives: what waits could not join this one and has no more room in the next.
    /// </summary>
    private void Run(double until)
    {
        var (sequences, free, end, phase) = (Decodes.Count, Free, next, Decodes.Phase);
        var mean = Decodes.Context / sequences;
        var left = Decodes.FirstEnd - Decodes.Steps - 1;
        var byPhase = Decodes.ByPhase;
        var taken = 0;
        while (taken < left && end < until)
        {
            var kvStep = Tables.KvStepOf(mean + taken + 1);
            var seconds = Tables.Decode(sequences, kvStep);
            var same = (int)Math.Min(left, ((long)kvStep * Tables.Model.KvStep) - mean);
            var before = taken;
            for (; taken < same && end < until; taken++)
            {
                var turned = phase == 0 ? byPhase.Length - 1 : phase - 1;
                if (free <= byPhase[turned])
                    break;
                phase = turned;
                free -= byPhase[turned];
                end += seconds;
            }

            if (taken == before)
                break;
        }

        Batches += taken;
        Decodes.Advance(taken, phase);
        Hold(Free - free);
        next = end;
    }
}
