using System.Text.Json;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Metering;

/// <summary>Usage of an OpenAI chat completion: the body's <c>usage</c>, or that of the stream's usage chunk.</summary>
internal sealed class OpenAiMeter : UsageMeter
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
                    ReadUsage(ref json);
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
            var isText = json.ValueTextEquals("content"u8) || json.ValueTextEquals("arguments"u8) ||
                json.ValueTextEquals("refusal"u8);
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
                IsComplete |= json.TokenType == JsonTokenType.String;
            else if (isAside)
                json.Skip();
        }

        // Some servers tell one reasoning by both names.
        ProducedBytes += Math.Max(reasoning, reasoningContent);
        return any;
    }

    private void ReadUsage(ref Utf8JsonReader json)
    {
        var (cached, completion) = (Reported.CacheRead, Reported.Output);
        var cacheWrite = Reported.CacheWrite;
        var prompt = Reported.Input + cached + cacheWrite;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("prompt_tokens"u8) && json.Read())
            {
                if (!TryReadTokens(ref json, out var read))
                    continue;
                HasInput = true;
                prompt = read;
            }
            else if (json.ValueTextEquals("completion_tokens"u8) && json.Read())
            {
                if (!TryReadTokens(ref json, out var written))
                    continue;
                HasOutput = true;
                completion = written;
            }
            else if (json.ValueTextEquals("cached_tokens"u8) && json.Read())
            {
                if (TryReadTokens(ref json, out var hit))
                    cached = hit;
            }
            else if (json.ValueTextEquals("cache_write_tokens"u8) && json.Read())
            {
                if (TryReadTokens(ref json, out var stored))
                    cacheWrite = stored;
            }
        }

        // prompt_tokens includes what came from the cache and what went there.
        var rest = prompt > cached ? prompt - cached : default;
        if (cacheWrite > rest)
            cacheWrite = rest;
        Reported = new TokenUsage(rest - cacheWrite, cacheWrite, cached, completion);
    }
}
