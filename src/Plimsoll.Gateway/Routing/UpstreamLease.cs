using Plimsoll.Gateway.Upstream;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Routing;

/// <summary>A request's place at an upstream. It ends once, however the request does.</summary>
internal sealed class UpstreamLease(UpstreamRouter router, UpstreamMember member, int era) : IDisposable
{
    private int ended;

    /// <summary>The upstream, as it was when the request was placed.</summary>
    public UpstreamOptions Upstream { get; } = member.Options;

    /// <summary>Who it is.</summary>
    public UpstreamMember Member { get; } = member;

    /// <summary>The era of its health in which the request was placed.</summary>
    public int Era { get; } = era;

    /// <summary>Gives the place back.</summary>
    /// <param name="outcome">What the request's end says of the upstream.</param>
    public void End(Outcome outcome)
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
            router.End(this, outcome);
    }

    /// <summary>Gives the place back of a request that is not sent there after all: it counts as none.</summary>
    public void Withdraw()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
            router.End(this, Outcome.Nothing, wasSent: false);
    }

    /// <summary>Gives the place back; nothing is known of how the request ended.</summary>
    public void Dispose() => End(Outcome.Nothing);
}
