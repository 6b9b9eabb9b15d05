namespace Plimsoll.Serving.Routing;

/// <summary>What a router knows of a replica beside its load.</summary>
public sealed record ReplicaTraits
{
    /// <summary>Sequences that it runs at a time. 1 or more.</summary>
    public required int Slots { get; init; }

    /// <summary>
    /// Requests that it may have at a time, running and waiting: with so many it takes no more. 1 or more; unbounded
    /// unless stated.
    /// </summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Price of its work, in any unit that all replicas share. 0 or more.</summary>
    public double Cost { get; init; }

    /// <summary>Emissions of its work, in any unit that all replicas share. 0 or more.</summary>
    public double Carbon { get; init; }

    /// <summary>
    /// Time of the way to it from each origin, in seconds; none: it is at the same distance from all.
    /// </summary>
    public IReadOnlyList<double> Latency { get; init; } = [];

    /// <summary>Whether it is paid for whether or not it is used (owned, or take-or-pay).</summary>
    public bool Prepaid { get; init; }
}
