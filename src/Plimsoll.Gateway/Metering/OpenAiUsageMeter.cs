using System.Text.Json;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Metering;

/// <summary>What OpenAI's dialects have in common: a <c>usage</c> whose input includes what a cache had.</summary>
internal abstract class OpenAiUsageMeter : UsageMeter
{
    // As they were told last: what is left out stays.
    private Tokens input;
    private Tokens cached;
    private Tokens cacheWrite;

    /// <summary>Reads a <c>usage</c>; <paramref name="json"/> stands on its start.</summary>
    /// <param name="json">The usage.</param>
    /// <param name="inputName">Name of its count of input.</param>
    /// <param name="outputName">Name of its count of output.</param>
    protected void ReadUsage(
        ref Utf8JsonReader json, ReadOnlySpan<byte> inputName, ReadOnlySpan<byte> outputName)
    {
        var output = Reported.Output;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals(inputName) && json.Read())
            {
                if (!TryReadTokens(ref json, out var read))
                    continue;
                HasInput = true;
                input = read;
            }
            else if (json.ValueTextEquals(outputName) && json.Read())
            {
                if (!TryReadTokens(ref json, out var count))
                    continue;
                HasOutput = true;
                output = count;
            }
            else if (json.ValueTextEquals("cached_tokens"u8) && json.Read())
            {
                if (TryReadTokens(ref json, out var hit))
                    cached = hit;
            }
            else if (json.ValueTextEquals("cache_write_tokens"u8) && json.Read())
            {
                if (TryReadTokens(ref json, out var written))
                    cacheWrite = written;
            }
        }

        // The input includes what came from the cache and what went there.
        var rest = input > cached ? input - cached : default;
        var stored = cacheWrite > rest ? rest : cacheWrite;
        Reported = new TokenUsage(rest - stored, stored, cached, output);
    }
}
