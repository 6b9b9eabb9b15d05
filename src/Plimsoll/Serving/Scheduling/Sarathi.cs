namespace Plimsoll.Serving.Scheduling;

/// <summary>
/// Sarathi-Serve: every sequence that decodes gets a token in every step, and what is left of the budget (the chunk
/// size) computes a piece of a prompt beside them. Blocks for a whole prompt are taken when its sequence joins, so that
/// only sequences that decode can run out of them.
/// </summary>
public sealed class Sarathi : IScheduler
{
    /// <inheritdoc/>
    public long LongestSequence(EngineSettings settings) => settings.LongestSequence;

    /// <inheritdoc/>
    public void Form(Batch batch)
    {
        var isCalm = DecodesFirst.Serve(batch);
        var budget = batch.ContinuePrompts(batch.Settings.TokenBudget - batch.ServedDecodes);
        while (isCalm && budget > 0 && batch.TryAdmit(budget, Intake.ReservedPieces, out var tokens))
            budget -= tokens;
    }
}
