using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// OpenAI Completions. A plain prompt is no message: a server that speaks Anthropic only cannot be asked it.
/// </summary>
internal sealed class OpenAiCompletionsDialect : OpenAiDialect
{
    /// <summary>Its path.</summary>
    public const string Route = "/v1/completions";

    /// <inheritdoc/>
    public override bool HasCounterpart => false;

    /// <inheritdoc/>
    public override string Path => Route;

    /// <inheritdoc/>
    public override string PromptMember => "prompt";

    /// <inheritdoc/>
    public override bool HasPlainPrompt => true;

    /// <inheritdoc/>
    public override UsageMeter NewMeter() => new OpenAiCompletionsMeter();
}
