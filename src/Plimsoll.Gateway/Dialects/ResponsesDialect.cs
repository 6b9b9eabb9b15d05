using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Dialects;

/// <summary>OpenAI Responses: lanes, refusals, headers and models are those of Chat Completions.</summary>
internal sealed class ResponsesDialect : OpenAiDialect
{
    /// <inheritdoc/>
    public override SpokenDialects Spoken => SpokenDialects.Responses;

    /// <inheritdoc/>
    public override string Path => "/v1/responses";

    /// <inheritdoc/>
    public override string BoundMember => "max_output_tokens";

    /// <inheritdoc/>
    public override string? NewerBoundMember => null;

    /// <inheritdoc/>
    public override string PromptMember => "input";

    /// <summary>An answer may go on from one before it without any.</summary>
    public override bool NeedsPrompt => false;

    /// <inheritdoc/>
    public override ImmutableArray<string> TextMembers { get; } = ["instructions", "tools"];

    /// <inheritdoc/>
    public override string? BackgroundMember => "background";

    /// <summary>Writes the dialect's event of it. Its number is no part of the stream's own count.</summary>
    public override void WriteStreamError(IBufferWriter<byte> output, ErrorAnswer error, string requestId)
    {
        output.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Plain))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteString("code", FormOf(error.Kind).Code ?? FormOf(error.Kind).Type);
            json.WriteString("message", error.Message);
            json.WriteString("param", error.Field);
            json.WriteNumber("sequence_number", 0);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    /// <inheritdoc/>
    public override UsageMeter NewMeter() => new ResponsesMeter();

    /// <inheritdoc/>
    public override bool HidesUsage(ChatRequest request) => false;

    /// <inheritdoc/>
    public override IEnumerable<BodyEdit> Edits(ChatRequest request) => [];
}
