using System.Buffers.Text;
using System.Text;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What the head of an upstream's answer says, as far as the gateway asks.</summary>
internal static class ReplyHead
{
    // Types as servers write them: they need no new text.
    private static readonly string[] KnownTypes =
    [
        "application/json", "text/event-stream; charset=utf-8", "text/event-stream", "application/json; charset=utf-8",
    ];

    extension(UpstreamReply reply)
    {
        /// <summary>Whether the body is a stream of events.</summary>
        public bool IsEventStream =>
            reply.TryFind("content-type"u8, out var type)
            && Ascii.EqualsIgnoreCase(MediaType(type), "text/event-stream"u8);

        /// <summary>The type of the body, of which nothing but ASCII is told; null: it is not stated.</summary>
        public string? ContentType
        {
            get
            {
                if (!reply.TryFind("content-type"u8, out var type))
                    return null;
                foreach (var known in KnownTypes)
                {
                    if (Ascii.Equals(type, known))
                        return known;
                }

                if (!Ascii.IsValid(type))
                    type = MediaType(type);
                return Ascii.IsValid(type) ? System.Text.Encoding.ASCII.GetString(type) : null;
            }
        }

        /// <summary>How the body is encoded; null: as it is.</summary>
        public string? Encoding =>
            reply.Header("content-encoding"u8) is { Length: > 0 } encoding
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
                ? encoding
                : null;

        /// <summary>Seconds after which to ask again; null: none are stated.</summary>
        public long? RetryAfter =>
            reply.TryFind("retry-after"u8, out var value)
            && Utf8Parser.TryParse(value, out long seconds, out var read)
            && read == value.Length
            && seconds >= 0
                ? seconds
                : null;
    }

    private static ReadOnlySpan<byte> MediaType(ReadOnlySpan<byte> type) =>
        (type.IndexOf((byte)';') is >= 0 and var end ? type[..end] : type).Trim(" \t"u8);
}
