namespace Plimsoll.Simulation.Fleets;

/// <summary>A policy of the core's routing.</summary>
public enum RouterKind
{
    /// <summary>The one with the fewest requests for the size of its batch.</summary>
    LeastOutstanding = 1,

    /// <summary>One after the other.</summary>
    RoundRobin = 2,

    /// <summary>The one with less load of two drawn at random.</summary>
    PowerOfTwo = 3,

    /// <summary>Any, each as likely.</summary>
    Random = 4,

    /// <summary>The one that was given most of the prompt's beginning, while it bears no more than its share.</summary>
    PrefixAffinity = 5,

    /// <summary>The best by a weighted mean of scores.</summary>
    WeightedScores = 6,
}
