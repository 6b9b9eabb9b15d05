namespace Plimsoll.Gateway.Dialects;

/// <summary>Anthropic's counting of the tokens of a message that is not sent: it has no output to bound.</summary>
internal sealed class AnthropicCountingDialect : AnthropicDialect
{
    /// <summary>Its path.</summary>
    public const string Route = "/v1/messages/count_tokens";

    /// <inheritdoc/>
    public override bool HasCounterpart => false;

    /// <inheritdoc/>
    public override string Path => Route;

    /// <inheritdoc/>
    public override bool NeedsMaxTokens => false;

    /// <inheritdoc/>
    public override bool HasOutput => false;

    /// <inheritdoc/>
    public override bool IsFree => true;
}
