namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Vidur's <c>sarathi</c> scheduler: a token for every sequence, and what is left of the chunk for prompts, the
/// unfinished one first. It gives all of a chunk to one prompt before it begins the next, so one at most is unfinished.
/// </summary>
internal sealed class VidurSarathiReplica(VidurSettings settings, VidurTables tables, VidurLedger ledger)
    : VidurReplica(settings, tables, ledger)
{
    private const int None = -1;

    private readonly List<(int Request, int Done)> computed = [];
    private int partial = None;
    private int partialDone;

    // A prompt that got no token of a chunk goes before the sequences, where no restart reaches it.
    private bool partialFirst;

    protected override VidurPrompts Form(double now)
    {
        ReserveDecodes();
        var (prompts, left) = (default(VidurPrompts), Settings.ChunkSize - Decodes.Count);
        if (partial != None)
        {
            var (request, done) = (partial, partialDone);
            var tokens = Math.Min(Ledger.Prompt[request] - done, left);
            partialFirst = tokens <= 0;
            if (!partialFirst)
            {
                partial = None;
                prompts = Compute(prompts, request, done, tokens, ref left);
            }
        }

        while (Queue.Count > 0 && left > 0)
        {
            var request = Queue.Head;
            if (!TryAdmit(now))
                break;
            prompts = Compute(prompts, request, 0, Math.Min(Ledger.Prompt[request], left), ref left);
        }

        return prompts;
    }

    protected override bool DecodesWith(VidurPrompts prompts) => true;

    protected override void EndPrompts(double now)
    {
        foreach (var (request, done) in computed)
        {
            if (done < Ledger.Prompt[request])
                (partial, partialDone) = (request, done);
            else if (EndPrefill(request, now))
                Decodes.Insert(Decodes.Count, request, done + 1, Ledger.Total[request]);
        }

        computed.Clear();
    }

    /// <summary>
    /// Of an unfinished prompt Vidur keeps what was computed as if it were all, and produces the rest token by token.
    /// </summary>
    protected override bool RestartBehind()
    {
        if (partial == None || partialFirst)
            return false;
        Restart(partial, partialDone, BlocksOf(Ledger.Prompt[partial]));
        partial = None;
        return true;
    }

    private VidurPrompts Compute(VidurPrompts prompts, int request, int done, int tokens, ref int left)
    {
        left -= tokens;
        computed.Add((request, done + tokens));
        return prompts.With(tokens, Tables.KvStepOf(done));
    }
}
