using Plimsoll.Serving;

namespace Plimsoll.Simulation.Fleets;

/// <summary>A replica of a pool: its engine while it has one, and the requests on it.</summary>
internal sealed class Replica(int number, int pool, int index)
{
    /// <summary>Number in the fleet, which breaks ties.</summary>
    public int Number => number;

    /// <summary>Index of its pool.</summary>
    public int Pool => pool;

    /// <summary>Number in its pool.</summary>
    public int Index => index;

    /// <summary>The engine; null while it is away or down.</summary>
    public Engine? Engine { get; set; }

    /// <summary>Whether it takes requests.</summary>
    public ReplicaPhase Phase { get; set; }

    /// <summary>Requests on it, waiting or running.</summary>
    public int Outstanding { get; set; }

    /// <summary>The first request on it, by slot; -1 when there is none.</summary>
    public int First { get; set; } = -1;

    /// <summary>The last request on it, by slot; -1 when there is none.</summary>
    public int Last { get; set; } = -1;

    /// <summary>When its link is free for the next cache, in nanoseconds since the epoch.</summary>
    public long LinkFreeAt { get; set; } = long.MinValue;

    /// <summary>Whether its engine has to be planned at the end of this instant.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Its number on the board of its router.</summary>
    public int Place { get; set; }

    /// <summary>Requests that it adds to those that its class lets in.</summary>
    public long Room { get; set; }
}

/// <summary>Whether a replica takes requests.</summary>
internal enum ReplicaPhase
{
    /// <summary>It is not there.</summary>
    Away = 0,

    /// <summary>It takes requests.</summary>
    Serving = 1,

    /// <summary>It takes none and leaves when those it has are done.</summary>
    Draining = 2,

    /// <summary>It has failed and is not repaired.</summary>
    Down = 3,
}
