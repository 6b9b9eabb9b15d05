using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Dialects;

/// <summary>OpenAI Embeddings: input tokens only, and never streamed.</summary>
internal sealed class OpenAiEmbeddingsDialect : OpenAiDialect
{
    /// <summary>Its path.</summary>
    public const string Route = "/v1/embeddings";

    /// <inheritdoc/>
    public override bool HasCounterpart => false;

    /// <inheritdoc/>
    public override string Path => Route;

    /// <inheritdoc/>
    public override string PromptMember => "input";

    /// <inheritdoc/>
    public override bool HasPlainPrompt => true;

    /// <inheritdoc/>
    public override bool HasOutput => false;

    /// <inheritdoc/>
    public override bool HidesUsage(ChatRequest request) => false;

    /// <inheritdoc/>
    public override UsageMeter NewMeter() => new OpenAiEmbeddingsMeter();
}
