namespace Plimsoll.Serving.Cache;

/// <summary>A sequence's hold on the first blocks of one extent.</summary>
internal struct Holding
{
    /// <summary>The extent.</summary>
    public int Extent;

    /// <summary>How many of its blocks, from the first on. 1 or more.</summary>
    public int Blocks;

    /// <summary>Which of the prompt's names it is, from 0.</summary>
    public int Name;

    /// <summary>The hold on an earlier name of the same prompt; 0: none.</summary>
    public int Below;
}
