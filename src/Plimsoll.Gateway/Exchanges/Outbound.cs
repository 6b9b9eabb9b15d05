using System.Diagnostics.CodeAnalysis;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Translation;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>A request as its upstream is to get it: as it came, or translated.</summary>
/// <param name="Upstream">Who gets it.</param>
/// <param name="Dialect">Dialect in which it is asked, and in which it answers.</param>
/// <param name="Request">What the gateway needs to know of the body.</param>
/// <param name="Body">The body in that dialect.</param>
/// <param name="Translator">Brings the answer back into the client's dialect; null where that is the same.</param>
internal sealed record Outbound(
    UpstreamOptions Upstream, Dialect Dialect, ChatRequest Request, ReadOnlyMemory<byte> Body, Translator? Translator)
{
    /// <summary>Chooses an upstream, preferably one that speaks the client's dialect, else translates for it.</summary>
    public static bool TryMake(
        UpstreamPool upstreams,
        Dialect client,
        ChatRequest request,
        ReadOnlyMemory<byte> body,
        [NotNullWhen(true)] out Outbound? outbound,
        [NotNullWhen(false)] out ErrorAnswer? refusal)
    {
        outbound = null;
        var upstream = upstreams.For(client.Spoken);
        var dialect = client.SpokenBy(upstream);
        var translator = Translator.Between(client, dialect);
        if (translator is null)
        {
            outbound = new Outbound(upstream, dialect, request, body, null);
            refusal = null;
        }
        else if (translator.TryRequest(body, out var translated, out refusal)
            && ChatRequestReader.TryRead(translated, dialect, out var read, out refusal))
        {
            outbound = new Outbound(upstream, dialect, read, translated, translator);
        }

        return outbound is not null;
    }
}
