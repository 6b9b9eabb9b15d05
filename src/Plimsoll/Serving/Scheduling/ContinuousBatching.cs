namespace Plimsoll.Serving.Scheduling;

/// <summary>
/// Continuous batching as in vLLM v1: one budget of tokens a step for input and output alike. Sequences of the batch
/// come first, in the order in which they joined, then those that wait, while budget, seats and blocks last; input is
/// cut to what is left of the budget. Where blocks run out, the last of the batch (by priority: the least important)
/// gives way and is computed again later, and nobody joins in that step.
/// </summary>
public sealed class ContinuousBatching : IScheduler
{
    /// <inheritdoc/>
    public long LongestSequence(EngineSettings settings) => settings.LongestSequence;

    /// <inheritdoc/>
    public void Form(Batch batch)
    {
        var budget = batch.Settings.TokenBudget;
        if (!ServesAll(batch, ref budget) && !ServesInOrder(batch, ref budget))
            return;
        while (budget > 0 && batch.TryAdmit(budget, Intake.Pieces, out var tokens))
            budget -= tokens;
    }

    /// <summary>
    /// Serves the batch at once, in time that does not grow with the sequences that decode, where budget and blocks
    /// are enough for each of them to get what it would get in turn; otherwise does nothing.
    /// </summary>
    private static bool ServesAll(Batch batch, ref int budget)
    {
        var left = budget - batch.Decoding;
        if (left < 0)
            return false;
        var blocks = batch.BlocksToDecode;
        var wanted = 0L;
        foreach (var slot in batch.Prefilling)
        {
            var wants = batch.MostOf(slot);
            var tokens = Math.Min(wants, left - (int)Math.Min(wanted, left));
            wanted += wants;
            blocks += batch.BlocksToCompute(slot, tokens);
        }

        if (blocks > batch.FreeBlocks || (wanted > left && !batch.PrefillsLast))
            return false;
        batch.DecodeAll();
        budget = batch.ContinuePrompts(left);
        return true;
    }

    private static bool ServesInOrder(Batch batch, ref int budget)
    {
        var preempted = false;
        for (var slot = batch.First; slot >= 0 && budget > 0; slot = batch.After(slot))
        {
            var tokens = Math.Min(batch.MostOf(slot), budget);
            if (tokens == 0)
                continue;
            while (!batch.TryCompute(slot, tokens))
            {
                var victim = batch.Victim;
                budget += batch.Preempt(victim);
                preempted = true;
                if (victim == slot)
                    return false;
            }

            budget -= tokens;
        }

        return !preempted;
    }
}
