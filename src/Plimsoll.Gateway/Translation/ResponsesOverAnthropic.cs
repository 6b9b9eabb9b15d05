using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// A client that speaks OpenAI Responses before an upstream that speaks Anthropic Messages, by way of Chat Completions.
/// Made for one request, which the answer repeats.
/// </summary>
internal sealed class ResponsesOverAnthropic : Translator
{
    private RequestEcho? echo;

    /// <inheritdoc/>
    protected override string Target => "Anthropic";

    /// <inheritdoc/>
    public override EventTranslator Events(
        IBufferWriter<byte> output, ChatRequest request, string requestId, Instant now) =>
        new ChainedEvents(
            chunks => new MessageToChunks(chunks, tellsUsage: true, now),
            new ChunksToResponse(output, echo, requestId, now));

    /// <inheritdoc/>
    public override void AddHeaders(UpstreamRequest request) => OpenAiOverAnthropic.AddVersion(request);

    /// <inheritdoc/>
    protected override void WriteRequest(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        echo = new RequestEcho(request);
        IReadOnlyList<string> places = [];
        var chat = Write(written => places = ResponsesToChat.Write(written, request, refusals));
        var further = new Refusals(Target);
        using (var read = JsonDocument.Parse(chat, Lenient))
            ChatToMessages.Write(json, read.RootElement, further);
        refusals.Add(further, field => ResponsesToChat.NameOf(field, places));
    }

    /// <inheritdoc/>
    protected override void WriteAnswer(Utf8JsonWriter json, JsonElement answer, Instant now)
    {
        var completion = Write(written => MessageToCompletion.Write(written, answer, now));
        using var read = JsonDocument.Parse(completion, Lenient);
        CompletionToResponse.Write(json, read.RootElement, echo, now);
    }

    /// <summary>Errors have the form that they have in Chat Completions.</summary>
    protected override void WriteError(Utf8JsonWriter json, JsonElement error, int status, string requestId) =>
        ErrorWords.WriteChat(json, error, status);
}
