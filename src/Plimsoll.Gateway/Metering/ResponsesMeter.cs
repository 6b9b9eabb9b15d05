using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>Usage of an OpenAI response: that of the whole answer, or of the event that ends a stream.</summary>
internal sealed class ResponsesMeter : OpenAiUsageMeter
{
    /// <inheritdoc/>
    protected override void ReadObject(ref Utf8JsonReader json, bool whole)
    {
        if (whole)
            ReadResponse(ref json, isStreamed: false);
        else
            ReadStreamed(ref json);
    }

    private void ReadStreamed(ref Utf8JsonReader json)
    {
        var isEnd = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            var isDelta = json.ValueTextEquals("delta"u8);
            var isResponse = json.ValueTextEquals("response"u8);
            var isError = json.ValueTextEquals("error"u8);
            json.Read();
            HasFailed |= isError && json.TokenType != JsonTokenType.Null;
            if (isDelta)
                CountText(ref json);
            else if (isType && json.TokenType == JsonTokenType.String)
                isEnd = IsEnd(ref json);
            else if (isResponse && json.TokenType == JsonTokenType.StartObject)
                ReadResponse(ref json, isStreamed: true);
            else
                json.Skip();
        }

        if (isEnd)
            Finish();
    }

    private bool IsEnd(ref Utf8JsonReader json)
    {
        HasFailed |= json.ValueTextEquals("error"u8) || json.ValueTextEquals("response.failed"u8);
        return json.ValueTextEquals("response.completed"u8) || json.ValueTextEquals("response.incomplete"u8);
    }

    private void ReadResponse(ref Utf8JsonReader json, bool isStreamed)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = json.ValueTextEquals("usage"u8);
            var isOutput = json.ValueTextEquals("output"u8);
            var isStatus = json.ValueTextEquals("status"u8);
            json.Read();
            if (isUsage && json.TokenType == JsonTokenType.StartObject)
                ReadUsage(ref json, "input_tokens"u8, "output_tokens"u8);
            else if (isOutput && !isStreamed)
                ReadOutput(ref json);
            else if (isStatus && json.TokenType == JsonTokenType.String)
                HasFailed |= json.ValueTextEquals("failed"u8);
            else
                json.Skip();
        }

        // One that failed and tells of no usage has none.
        if (HasFailed && !isStreamed && !HasInput && !HasOutput)
            (HasInput, HasOutput) = (true, true);
    }

    /// <summary>Counts the text of a whole answer; that of a stream came in deltas before.</summary>
    private void ReadOutput(ref Utf8JsonReader json)
    {
        var depth = json.CurrentDepth;
        if (json.TokenType != JsonTokenType.StartArray)
            return;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var isText = json.ValueTextEquals("text"u8) || json.ValueTextEquals("refusal"u8) ||
                json.ValueTextEquals("arguments"u8) || json.ValueTextEquals("input"u8);
            json.Read();
            if (isText)
                CountText(ref json);
        }
    }
}
