namespace Plimsoll.Serving.Scheduling;

/// <summary>What schedulers share that give every sequence that decodes a token before anything else.</summary>
internal static class DecodesFirst
{
    /// <summary>
    /// Gives a token to every sequence that decodes, first joined first; where blocks run out the last of the batch
    /// (by priority: the least important) gives way. Says whether none had to.
    /// </summary>
    public static bool Serve(Batch batch)
    {
        if (batch.BlocksToDecode <= batch.FreeBlocks)
        {
            batch.DecodeAll();
            return true;
        }

        for (var slot = batch.First; slot >= 0; slot = batch.After(slot))
        {
            while (batch.IsDecoding(slot) && !batch.TryCompute(slot, 1))
            {
                var victim = batch.Victim;
                batch.Preempt(victim);
                if (victim == slot)
                    return false;
            }
        }

        return false;
    }
}
