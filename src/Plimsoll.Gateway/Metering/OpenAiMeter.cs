using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>Usage of an OpenAI chat completion: the body's <c>usage</c>, or that of the stream's usage chunk.</summary>
internal class OpenAiMeter : OpenAiUsageMeter
{
    /// <inheritdoc/>
    protected override void ReadObject(ref Utf8JsonReader json, bool whole)
    {
        var hasChoices = false;
        var hasUsage = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
            {
                json.Read();
                hasChoices = ReadChoices(ref json);
            }
            else if (json.ValueTextEquals("usage"u8))
            {
                json.Read();
                hasUsage = json.TokenType == JsonTokenType.StartObject;
                if (hasUsage)
                    ReadUsage(ref json, "prompt_tokens"u8, "completion_tokens"u8);
            }
            else if (json.ValueTextEquals("error"u8))
            {
                json.Read();
                HasFailed |= json.TokenType != JsonTokenType.Null;
                json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        LastEventIsUsageOnly = hasUsage && !hasChoices;
    }

    /// <summary>Whether the member that <paramref name="json"/> stands on holds text of the answer.</summary>
    protected virtual bool IsText(ref Utf8JsonReader json) =>
        json.ValueTextEquals("content"u8) || json.ValueTextEquals("arguments"u8) || json.ValueTextEquals("refusal"u8);

    private bool ReadChoices(ref Utf8JsonReader json)
    {
        var any = false;
        var (reasoning, reasoningContent) = (0L, 0L);
        var depth = json.CurrentDepth;
        if (json.TokenType != JsonTokenType.StartArray)
            return any;
        while (json.Read() && json.CurrentDepth > depth)
        {
            any = true;
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var isFinish = json.ValueTextEquals("finish_reason"u8);
            var isText = IsText(ref json);
            var isReasoning = json.ValueTextEquals("reasoning"u8);
            var isReasoningContent = json.ValueTextEquals("reasoning_content"u8);
            var isAside = json.ValueTextEquals("logprobs"u8);
            json.Read();
            if (isText)
                CountText(ref json);
            else if (isReasoning)
                reasoning += TextBytes(ref json);
            else if (isReasoningContent)
                reasoningContent += TextBytes(ref json);
            else if (isFinish)
                IsComplete |= json.TokenType == JsonTokenType.String && !json.ValueSpan.IsEmpty;
            else if (isAside)
                json.Skip();
        }

        // Some servers tell one reasoning by both names.
        ProducedBytes += Math.Max(reasoning, reasoningContent);
        return any;
    }
}
