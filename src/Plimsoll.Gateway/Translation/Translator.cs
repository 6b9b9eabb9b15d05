using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// Lets a client of one dialect use an upstream of another. What a stream needs is in its
/// <see cref="EventTranslator"/>; what an answer repeats of its request is the only state that a translator has.
/// </summary>
internal abstract class Translator
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 256, AllowDuplicateProperties = false };
    /// <summary>How answers are read, and what this translator wrote itself.</summary>
    protected static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 256 };

    private static readonly AnthropicOverOpenAi ToOpenAi = new();
    private static readonly OpenAiOverAnthropic ToAnthropic = new();

    /// <summary>The translator of one request and its answer; null where both dialects are the same.</summary>
    /// <param name="client">Dialect of the client.</param>
    /// <param name="upstream">Dialect of the upstream; any but Responses, to which nothing is translated.</param>
    public static Translator? Between(Dialect client, Dialect upstream)
    {
        if (client == upstream)
            return null;
        var isToOpenAi = upstream.Spoken == SpokenDialects.OpenAi;
        return client.Spoken == SpokenDialects.Responses
            ? isToOpenAi ? new ResponsesOverOpenAi() : new ResponsesOverAnthropic()
            : isToOpenAi ? ToOpenAi : ToAnthropic;
    }

    /// <summary>Translates a request, or says in the client's words what of it cannot be said.</summary>
    public bool TryRequest(
        ReadOnlyMemory<byte> body,
        [NotNullWhen(true)] out byte[]? translated,
        [NotNullWhen(false)] out ErrorAnswer? refusal)
    {
        translated = null;
        var refusals = new Refusals(Target);
        try
        {
            using var request = JsonDocument.Parse(body, Strict);
            var output = Write(json => WriteRequest(json, request.RootElement, refusals));
            refusal = refusals.Answer;
            translated = refusal is null ? output : null;
        }
        catch (JsonException)
        {
            // Its syntax was read before: the two readings would differ in which of two members counts.
            refusal = new ErrorAnswer(
                ErrorKind.Malformed, "The body gives a member twice, of which only one can be translated.");
        }
        catch (InvalidOperationException)
        {
            refusal = new ErrorAnswer(ErrorKind.Malformed, "The body is not valid JSON: a text is not Unicode.");
        }

        return translated is not null;
    }

    /// <summary>Translates a whole answer.</summary>
    /// <exception cref="InvalidDataException">It is no answer in the upstream's dialect.</exception>
    public byte[] Answer(ReadOnlyMemory<byte> body, Instant now)
    {
        try
        {
            using var answer = JsonDocument.Parse(body, Lenient);
            return Write(json => WriteAnswer(json, answer.RootElement, now));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("The answer cannot be read.", e);
        }
    }

    /// <summary>Translates an error; of one that cannot be read only its status is told.</summary>
    public byte[] Error(ReadOnlyMemory<byte> body, int status, string requestId)
    {
        try
        {
            using var error = JsonDocument.Parse(body, Lenient);
            return Write(json => WriteError(json, error.RootElement, status, requestId));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Write(json => WriteError(json, default, status, requestId));
        }
    }

    /// <summary>Translates a streamed answer into <paramref name="output"/>.</summary>
    public abstract EventTranslator Events(
        IBufferWriter<byte> output, ChatRequest request, string requestId, Instant now);

    /// <summary>Puts headers on a request that the upstream's dialect needs and the client's does not have.</summary>
    public virtual void AddHeaders(UpstreamRequest request)
    {
    }

    /// <summary>Name of the upstream's dialect.</summary>
    protected abstract string Target { get; }

    /// <summary>Writes a request; what cannot be said is noted.</summary>
    protected abstract void WriteRequest(Utf8JsonWriter json, JsonElement request, Refusals refusals);

    /// <summary>Writes a whole answer.</summary>
    protected abstract void WriteAnswer(Utf8JsonWriter json, JsonElement answer, Instant now);

    /// <summary>Writes an error.</summary>
    protected abstract void WriteError(Utf8JsonWriter json, JsonElement error, int status, string requestId);

    /// <summary>What is written.</summary>
    protected static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Plain))
            write(json);
        return output.WrittenSpan.ToArray();
    }
}
