namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Which of Vidur's global schedulers spreads requests over replicas. Its third one, <c>random</c>, is not here: it
/// draws from Python's process-wide generator, which belongs to whatever else ran in that process.
/// </summary>
public enum VidurRouter
{
    /// <summary><c>round_robin</c>: one replica after the other.</summary>
    RoundRobin = 0,

    /// <summary><c>lor</c>: the replica whose waiting queue is the shortest, running requests not counted.</summary>
    LeastOutstanding = 1,
}
