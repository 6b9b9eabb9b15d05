using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>A tenant in a band.</summary>
internal record struct Flow
{
    /// <summary>Who it is.</summary>
    public ulong Tenant;

    /// <summary>Its weight; changes only while nothing of it waits.</summary>
    public int Weight;

    /// <summary>Virtual tokens it was given, over its weight, and what it was lifted by.</summary>
    public long Counter;

    /// <summary>Requests that wait.</summary>
    public int Waiting;

    /// <summary>Their estimated tokens.</summary>
    public long WaitingTokens;

    /// <summary>Requests that have a place.</summary>
    public int Running;

    /// <summary>Slot of the first to be served; -1: none waits.</summary>
    public int Oldest;

    /// <summary>Slot of the last to be served; -1: none waits.</summary>
    public int Newest;

    /// <summary>The latest turn that was promised to one of it that was refused.</summary>
    public Instant Promised;

    /// <summary>When the last of it was started while others of it waited; null since none of it waited.</summary>
    public Instant? StartedAt;

    /// <summary>Nanoseconds between two such starts, smoothed; 0: not known.</summary>
    public long Gap;

    /// <summary>Number of the next free one, while it is nobody's.</summary>
    public int NextFree;

    /// <summary>Whether it is somebody's.</summary>
    public bool IsUsed;
}
