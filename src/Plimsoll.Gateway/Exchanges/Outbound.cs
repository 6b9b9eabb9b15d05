using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Translation;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>A request as its upstream is to get it: as it came, or translated.</summary>
/// <param name="Lease">Its place at who gets it.</param>
/// <param name="Dialect">Dialect in which it is asked, and in which it answers.</param>
/// <param name="Request">What the gateway needs to know of the body.</param>
/// <param name="Body">The body in that dialect.</param>
/// <param name="Translator">Brings the answer back into the client's dialect; null where that is the same.</param>
internal sealed record Outbound(
    UpstreamLease Lease, Dialect Dialect, ChatRequest Request, ReadOnlyMemory<byte> Body, Translator? Translator)
{
    /// <summary>Who gets it.</summary>
    public UpstreamOptions Upstream => Lease.Upstream;

    /// <summary>Takes what the answer's headers tell of the upstream's load; null: nobody wants to know.</summary>
    public Action<LoadReport>? Heard { get; init; }
}
