using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>A client that speaks Anthropic Messages before an upstream that speaks OpenAI Chat Completions.</summary>
internal sealed class AnthropicOverOpenAi : Translator
{
    /// <inheritdoc/>
    protected override string Target => "OpenAI";

    /// <inheritdoc/>
    public override EventTranslator Events(
        IBufferWriter<byte> output, ChatRequest request, string requestId, Instant now) =>
        new ChunksToMessage(output, requestId);

    /// <inheritdoc/>
    protected override void WriteRequest(Utf8JsonWriter json, JsonElement request, Refusals refusals) =>
        MessagesToChat.Write(json, request, refusals);

    /// <inheritdoc/>
    protected override void WriteAnswer(Utf8JsonWriter json, JsonElement answer, Instant now) =>
        CompletionToMessage.Write(json, answer);

    /// <inheritdoc/>
    protected override void WriteError(Utf8JsonWriter json, JsonElement error, int status, string requestId) =>
        ErrorWords.WriteMessage(json, error, status, requestId);
}
