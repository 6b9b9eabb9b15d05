using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>Usage of an OpenAI completion, whose choices are plain texts.</summary>
internal sealed class OpenAiCompletionsMeter : OpenAiMeter
{
    /// <inheritdoc/>
    protected override bool IsText(ref Utf8JsonReader json) => json.ValueTextEquals("text"u8);
}
