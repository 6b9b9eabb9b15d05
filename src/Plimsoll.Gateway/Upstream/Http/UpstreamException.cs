namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>A server did not answer as HTTP/1.1 asks. What it says names servers: it is for the log only.</summary>
internal sealed class UpstreamException(UpstreamFault fault, string message, Exception? cause = null)
    : IOException(message, cause)
{
    /// <summary>What went wrong.</summary>
    public UpstreamFault Fault { get; } = fault;
}

/// <summary>What went wrong with a server.</summary>
internal enum UpstreamFault
{
    /// <summary>No connection came about: nothing of the request was sent.</summary>
    Unreachable,

    /// <summary>Its certificate does not stand for it: nothing of the request was sent.</summary>
    Untrusted,

    /// <summary>It closed the connection before a byte of its answer came.</summary>
    Closed,

    /// <summary>It closed the connection in the middle of its answer.</summary>
    Cut,

    /// <summary>What it sent is not HTTP/1.1, could be read in two ways, or is beyond a bound.</summary>
    Malformed,
}
