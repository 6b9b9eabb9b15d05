using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Routing;

/// <summary>Why no upstream takes a request.</summary>
internal abstract record Unplaced
{
    private Unplaced()
    {
    }

    /// <summary>No upstream serves what it asks.</summary>
    public sealed record Unserved : Unplaced;

    /// <summary>Upstreams are well, but all of them are full.</summary>
    /// <param name="RetryAfter">After which time one may have room.</param>
    public sealed record Full(Duration RetryAfter) : Unplaced;

    /// <summary>No upstream is well.</summary>
    /// <param name="RetryAfter">After which time one may be.</param>
    public sealed record Unhealthy(Duration RetryAfter) : Unplaced;
}
