namespace Plimsoll.Scenarios.Measurements;

/// <summary>Differences of how full an engine was, over the instants at which it was recorded.</summary>
/// <param name="Count">Instants.</param>
/// <param name="Running">Mean of the sequences that ran, as recorded, and mean difference from it.</param>
/// <param name="Waiting">The same for those that waited.</param>
/// <param name="CacheUse">The same for the share of blocks held; null where only zeros were recorded.</param>
public sealed record ReplayedStates(
    int Count,
    (double Mean, double Off) Running,
    (double Mean, double Off) Waiting,
    (double Mean, double Off)? CacheUse)
{
    internal static ReplayedStates Of(ReplayedRun run)
    {
        var recorded = run.Recorded.States.Take(run.States.Count).ToArray();
        return new(
            recorded.Length,
            Off(state => state.Running),
            Off(state => state.Waiting),
            recorded.All(state => state.CacheUse == 0) ? null : Off(state => state.CacheUse));

        (double Mean, double Off) Off(Func<EngineState, double> of) => (
            recorded.Average(of),
            recorded.Zip(run.States).Average(pair => Math.Abs(of(pair.First) - of(pair.Second))));
    }
}
