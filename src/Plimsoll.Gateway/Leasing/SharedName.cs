using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A name that a request of this gateway has claimed.</summary>
/// <param name="id">The name.</param>
/// <param name="key">Key of its value.</param>
internal sealed class SharedName(UInt128 id, string key)
{
    /// <summary>The name.</summary>
    public UInt128 Id { get; } = id;

    /// <summary>Key of its value.</summary>
    public string Key { get; } = key;

    /// <summary>Until when the store takes its request for being in flight.</summary>
    public Instant Until { get; set; }

    /// <summary>Version of its value; 0: it is not known.</summary>
    public long Version { get; set; }

    /// <summary>How it ended; null: it is in flight.</summary>
    public NameEnd? End { get; set; }
}

/// <summary>How a name ended.</summary>
internal enum NameEnd
{
    /// <summary>Its request was charged.</summary>
    Charged,

    /// <summary>It was not: another may have the name.</summary>
    Free,
}

/// <summary>What came of claiming a name.</summary>
internal enum NameClaim
{
    /// <summary>It is claimed.</summary>
    Claimed,

    /// <summary>A request of that name is in flight, here or at another gateway.</summary>
    InFlight,

    /// <summary>One has ended, and was charged.</summary>
    Ended,

    /// <summary>What the store has of it cannot be read.</summary>
    Unreadable,

    /// <summary>The store could not be asked.</summary>
    StoreGone,
}
