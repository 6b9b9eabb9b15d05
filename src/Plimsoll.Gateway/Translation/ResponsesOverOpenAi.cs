using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// A client that speaks OpenAI Responses before an upstream that speaks its Chat Completions. Made for one request,
/// which the answer repeats.
/// </summary>
internal sealed class ResponsesOverOpenAi : Translator
{
    private RequestEcho? echo;

    /// <inheritdoc/>
    protected override string Target => "OpenAI Chat Completions";

    /// <inheritdoc/>
    public override EventTranslator Events(
        IBufferWriter<byte> output, ChatRequest request, string requestId, Instant now) =>
        new ChunksToResponse(output, echo, requestId, now);

    /// <inheritdoc/>
    protected override void WriteRequest(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        echo = new RequestEcho(request);
        ResponsesToChat.Write(json, request, refusals);
    }

    /// <inheritdoc/>
    protected override void WriteAnswer(Utf8JsonWriter json, JsonElement answer, Instant now) =>
        CompletionToResponse.Write(json, answer, echo, now);

    /// <summary>Both have the same form of errors.</summary>
    protected override void WriteError(Utf8JsonWriter json, JsonElement error, int status, string requestId)
    {
        if (error.Object("error") is not null)
            error.WriteTo(json);
        else
            ErrorWords.WriteChat(json, error, status);
    }
}
