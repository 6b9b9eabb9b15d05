namespace Plimsoll.Simulation.Vidur;

/// <summary>What a simulation in Vidur's mode came to.</summary>
/// <param name="Outcomes">One for each request, in the order the requests were given.</param>
/// <param name="Batches">Batches that all replicas ran.</param>
public sealed record VidurRun(IReadOnlyList<VidurOutcome> Outcomes, long Batches)
{
    /// <summary>
    /// Requests that never finished. Vidur ends with a failed assertion where there are any: its schedulers leave a
    /// request waiting that no longer fits, or that nothing wakes a replica for.
    /// </summary>
    public int Unfinished => Outcomes.Count(outcome => double.IsNaN(outcome.FinishedAt));
}
