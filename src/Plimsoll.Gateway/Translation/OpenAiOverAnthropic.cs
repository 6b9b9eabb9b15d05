using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>A client that speaks OpenAI Chat Completions before an upstream that speaks Anthropic Messages.</summary>
internal sealed class OpenAiOverAnthropic : Translator
{
    /// <inheritdoc/>
    protected override string Target => "Anthropic";

    /// <inheritdoc/>
    public override EventTranslator Events(
        IBufferWriter<byte> output, ChatRequest request, string requestId, Instant now) =>
        new MessageToChunks(output, request.Usage.IsAsked, now);

    /// <inheritdoc/>
    public override void AddHeaders(UpstreamRequest request) => AddVersion(request);

    /// <summary>Says which version of the dialect is meant.</summary>
    public static void AddVersion(UpstreamRequest request) => request.Add("anthropic-version", "2023-06-01");

    /// <inheritdoc/>
    protected override void WriteRequest(Utf8JsonWriter json, JsonElement request, Refusals refusals) =>
        ChatToMessages.Write(json, request, refusals);

    /// <inheritdoc/>
    protected override void WriteAnswer(Utf8JsonWriter json, JsonElement answer, Instant now) =>
        MessageToCompletion.Write(json, answer, now);

    /// <inheritdoc/>
    protected override void WriteError(Utf8JsonWriter json, JsonElement error, int status, string requestId) =>
        ErrorWords.WriteChat(json, error, status);
}
