using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>OpenAI Embeddings: of alike prompts alike vectors, which mean nothing.</summary>
internal sealed class EmulatedEmbeddings : IEmulatedDialect
{
    public IEmulatedFamily Family { get; } = new OpenAiFamily();

    public string PromptMember => "input";

    public PromptForm PromptForm => PromptForm.Plain;

    public EmulatedWork Work => EmulatedWork.Reading;

    public IReadOnlyList<string> OutputBounds { get; } = [];

    public bool BoundRequired => false;

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        var request = answer.Request;
        json.WriteString("object", "list");
        json.WriteString("model", request.Model);
        json.WriteStartArray("data");
        for (var index = 0; index < request.Prompts.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            json.WritePropertyName("embedding");
            WriteVector(json, Filler.Vector(request.Prompts[index], request.Dimensions), request.InBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", request.InputTokens);
        json.WriteNumber("total_tokens", request.InputTokens);
        json.WriteEndObject();
    }

    // Base64 is of little-endian floats, as every machine has them that this runs on.
    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool inBase64)
    {
        if (inBase64)
        {
            json.WriteBase64StringValue(MemoryMarshal.AsBytes<float>(vector));
            return;
        }

        json.WriteStartArray();
        foreach (var number in vector)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
