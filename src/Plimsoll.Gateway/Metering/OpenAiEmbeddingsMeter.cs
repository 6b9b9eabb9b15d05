using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>Usage of OpenAI embeddings: there is no output, and so none that could be missing.</summary>
internal sealed class OpenAiEmbeddingsMeter : OpenAiMeter
{
    /// <inheritdoc/>
    protected override void ReadObject(ref Utf8JsonReader json, bool whole)
    {
        base.ReadObject(ref json, whole);
        HasOutput = HasInput;
    }
}
