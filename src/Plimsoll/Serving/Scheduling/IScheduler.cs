namespace Plimsoll.Serving.Scheduling;

/// <summary>
/// Decides what the next step of an engine works on. Knows nothing of time. A decision may depend only on the batch,
/// and while every sequence of the batch gets a token and nobody can join, it has to stay the same from step to step.
/// </summary>
public interface IScheduler
{
    /// <summary>Most tokens, input and output together, that a sequence may have to be served at all.</summary>
    long LongestSequence(EngineSettings settings);

    /// <summary>
    /// Forms a step: decides which sequences get a token, whose input is computed, who joins and who gives way. The
    /// batch has no step in progress. The step may be empty only if nobody is left whose tokens are not all under way,
    /// or if room has to come first from those whose tokens are.
    /// </summary>
    void Form(Batch batch);
}
