namespace Plimsoll.Serving.Cache;

/// <summary>
/// A run of blocks with one fate: of an extent with the same references and place in the queue, or of no extent.
/// </summary>
internal struct Segment
{
    /// <summary>Blocks in the run.</summary>
    public int Count;

    /// <summary>Sequences that hold every block of the run; 0 while it is in the queue.</summary>
    public int References;

    /// <summary>Extent it belongs to; 0: blocks that nobody can find.</summary>
    public int Extent;

    /// <summary>Neighbor in the queue that is evicted earlier; 0: none.</summary>
    public int Earlier;

    /// <summary>Neighbor in the queue that is evicted later; 0: none.</summary>
    public int Later;

    /// <summary>Neighbor in the extent that is nearer its first block; 0: none.</summary>
    public int Headward;

    /// <summary>Neighbor in the extent that is farther from its first block; 0: none.</summary>
    public int Tailward;
}
