namespace Plimsoll.Serving.Scheduling;

/// <summary>
/// Prompts first, as in vLLM v0: while sequences wait that fit, a step computes whole prompts and nothing else, up to
/// the budget; only when none can join does every sequence of the batch get a token. Short times to the first token, at
/// the price of answers that stall while others' prompts are computed.
/// </summary>
public sealed class PrefillFirst : IScheduler
{
    /// <inheritdoc/>
    public long LongestSequence(EngineSettings settings) => Math.Min(settings.LongestSequence, settings.TokenBudget);

    /// <inheritdoc/>
    public void Form(Batch batch)
    {
        var budget = batch.ContinuePrompts(batch.Settings.TokenBudget);
        while (budget > 0 && batch.TryAdmit(budget, Intake.Whole, out var tokens))
            budget -= tokens;
        if (batch.Parts.IsEmpty)
            DecodesFirst.Serve(batch);
    }
}
