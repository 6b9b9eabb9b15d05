using System.Text.Json;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Metering;

/// <summary>
/// Usage of an Anthropic message: <c>message_start</c>, then the last <c>message_delta</c>; or the body's own.
/// </summary>
internal sealed class AnthropicMeter : UsageMeter
{
    private Tokens cacheWrites;
    private Tokens shortWrites;
    private Tokens longWrites;

    /// <inheritdoc/>
    protected override void ReadObject(ref Utf8JsonReader json, bool whole)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("message_stop"u8))
                    Finish();
                else if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("error"u8))
                    HasFailed = true;
            }
            else if (json.ValueTextEquals("message"u8))
            {
                ReadMessage(ref json);
            }
            else if (json.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref json, isFinal: true);
            }
            else if (json.ValueTextEquals(whole ? "content"u8 : "delta"u8))
            {
                ReadContent(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }
    }

    private void ReadMessage(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("usage"u8))
            {
                // Its output_tokens is provisional: output is known only from message_delta.
                ReadUsage(ref json, isFinal: false);
                continue;
            }

            json.Read();
            json.Skip();
        }
    }

    private void ReadUsage(ref Utf8JsonReader json, bool isFinal)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("input_tokens"u8))
            {
                json.Read();
                if (!TryReadTokens(ref json, out var input))
                    continue;
                HasInput = true;
                Reported = Reported with { Input = input };
            }
            else if (json.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                json.Read();
                if (TryReadTokens(ref json, out var cacheWrite))
                    cacheWrites = cacheWrite;
            }
            else if (json.ValueTextEquals("cache_creation"u8))
            {
                ReadCacheCreation(ref json);
            }
            else if (json.ValueTextEquals("cache_read_input_tokens"u8))
            {
                json.Read();
                if (TryReadTokens(ref json, out var cacheRead))
                    Reported = Reported with { CacheRead = cacheRead };
            }
            else if (json.ValueTextEquals("output_tokens"u8))
            {
                json.Read();
                if (!TryReadTokens(ref json, out var output))
                    continue;
                HasOutput |= isFinal;
                Reported = Reported with { Output = output };
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        SplitCacheWrites();
    }

    private void ReadCacheCreation(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isShort = json.ValueTextEquals("ephemeral_5m_input_tokens"u8);
            var isLong = json.ValueTextEquals("ephemeral_1h_input_tokens"u8);
            json.Read();
            if (!isShort && !isLong)
                json.Skip();
            else if (TryReadTokens(ref json, out var tokens) && isShort)
                shortWrites = tokens;
            else if (isLong)
                longWrites = tokens;
        }
    }

    /// <summary>The total counts where it is larger than its parts: what they leave open is short.</summary>
    private void SplitCacheWrites()
    {
        var rest = cacheWrites > longWrites ? cacheWrites - longWrites : default;
        Reported = Reported with
        {
            CacheWrite = rest > shortWrites ? rest : shortWrites,
            CacheWriteLong = longWrites,
        };
    }

    private void ReadContent(ref Utf8JsonReader json)
    {
        json.Read();
        var depth = json.CurrentDepth;
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var isText = json.ValueTextEquals("text"u8) || json.ValueTextEquals("thinking"u8) ||
                json.ValueTextEquals("partial_json"u8);
            if (!isText)
                continue;
            json.Read();
            CountText(ref json);
        }
    }
}
