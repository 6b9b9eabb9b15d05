namespace Plimsoll.Serving.Cache;

/// <summary>The blocks of one name that can be found: its first ones, without a gap.</summary>
internal struct Extent
{
    /// <summary>Its name.</summary>
    public long Name;

    /// <summary>Blocks that can be found.</summary>
    public int Present;

    /// <summary>Segment with its first block.</summary>
    public int Head;

    /// <summary>Segment with its last block.</summary>
    public int Tail;
}
