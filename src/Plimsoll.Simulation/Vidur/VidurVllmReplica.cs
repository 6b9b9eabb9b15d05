namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Vidur's <c>vllm</c> scheduler, after the first vLLM: as long as waiting prompts fit, a batch of whole prompts; else
/// a token for every sequence, those first that arrived first.
/// </summary>
internal sealed class VidurVllmReplica(VidurSettings settings, VidurTables tables, VidurLedger ledger)
    : VidurReplica(settings, tables, ledger)
{
    private readonly List<int> computed = [];
    private bool restarted;

    protected override VidurPrompts Form(double now)
    {
        var (prompts, longest) = (default(VidurPrompts), 0);
        while (Queue.Count > 0)
        {
            var request = Queue.Head;
            longest = Math.Max(longest, Ledger.Prompt[request]);
            if ((long)(prompts.Count + 1) * longest > Settings.MaxTokensInBatch || !TryAdmit(now))
                break;
            computed.Add(request);
            prompts = prompts.With(Ledger.Prompt[request], 0);
        }

        var waiting = Queue.Count;
        if (prompts.Count == 0)
            ReserveDecodes();
        restarted = Queue.Count > waiting;
        return prompts;
    }

    // Prompts are looked at before sequences are restarted: the blocks of those are free only for the next batch.
    protected override bool MayAdmitNext => restarted;

    protected override bool DecodesWith(VidurPrompts prompts) => prompts.Count == 0;

    protected override void EndPrompts(double now)
    {
        foreach (var request in computed)
        {
            if (EndPrefill(request, now))
            {
                Decodes.Insert(
                    Place(Ledger.ArrivedAt[request]), request, Ledger.Prompt[request] + 1, Ledger.Total[request]);
            }
        }

        computed.Clear();
    }

    /// <summary>Where a sequence stands: behind all that arrived before it or with it.</summary>
    private int Place(double arrivedAt)
    {
        var place = Decodes.Count;
        while (place > 0 && Ledger.ArrivedAt[Decodes.Request(place - 1)] > arrivedAt)
            place--;
        return place;
    }
}
