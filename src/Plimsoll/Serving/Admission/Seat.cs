using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>What a queue keeps of a request from its arrival to its end.</summary>
internal record struct Seat
{
    /// <summary>Which use of the slot this is.</summary>
    public long Use;

    /// <summary>Where it stands.</summary>
    public SeatPhase Phase;

    /// <summary>Number of its band.</summary>
    public int Band;

    /// <summary>Number of its tenant in its band.</summary>
    public int Flow;

    /// <summary>Its tenant's weight when it came.</summary>
    public int Weight;

    /// <summary>Estimated tokens.</summary>
    public long Tokens;

    /// <summary>Virtual tokens that it is or was charged at its start.</summary>
    public long Cost;

    /// <summary>Order of arrival.</summary>
    public long Order;

    /// <summary>When it was started.</summary>
    public Instant StartedAt;

    /// <summary>The next of its tenant, who came later; -1: none. Of a free slot: the next free one.</summary>
    public int Newer;

    /// <summary>The one of its tenant who came before; -1: none.</summary>
    public int Older;
}

/// <summary>Where a request stands.</summary>
internal enum SeatPhase
{
    /// <summary>The slot is nobody's.</summary>
    Free,

    /// <summary>It waits.</summary>
    Waiting,

    /// <summary>It has a place.</summary>
    Running,

    /// <summary>It was displaced, and that is still to be told.</summary>
    Displaced,
}
