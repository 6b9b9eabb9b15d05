using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>Usage as the dialects tell it: Anthropic counts cached input apart, OpenAI within the prompt.</summary>
/// <param name="Input">Input that was neither written to a cache nor read from one.</param>
/// <param name="CacheWrite">Input written to a cache.</param>
/// <param name="CacheRead">Input read from a cache.</param>
/// <param name="Output">Output, with what was thought.</param>
/// <param name="Thought">Output that was thought and not said; 0 where nobody tells.</param>
internal readonly record struct TokenCounts(
    long Input, long CacheWrite, long CacheRead, long Output, long Thought)
{
    /// <summary>Reads an Anthropic <c>usage</c>; what it leaves out stays as it was before.</summary>
    public static TokenCounts OfMessage(JsonElement usage, TokenCounts before) => new(
        usage.Find("input_tokens") is null ? before.Input : usage.Tokens("input_tokens"),
        usage.Find("cache_creation_input_tokens") is null
            ? before.CacheWrite
            : usage.Tokens("cache_creation_input_tokens"),
        usage.Find("cache_read_input_tokens") is null ? before.CacheRead : usage.Tokens("cache_read_input_tokens"),
        usage.Find("output_tokens") is null ? before.Output : usage.Tokens("output_tokens"),
        usage.Object("output_tokens_details")?.Tokens("thinking_tokens") ?? before.Thought);

    /// <summary>Reads an OpenAI <c>usage</c>.</summary>
    public static TokenCounts OfChat(JsonElement usage)
    {
        var details = usage.Find("prompt_tokens_details") ?? default;
        var prompt = usage.Tokens("prompt_tokens");
        var read = Math.Min(details.Tokens("cached_tokens"), prompt);
        var written = Math.Min(details.Tokens("cache_write_tokens"), prompt - read);
        var thought = usage.Object("completion_tokens_details")?.Tokens("reasoning_tokens") ?? 0;
        return new(prompt - read - written, written, read, usage.Tokens("completion_tokens"), thought);
    }

    /// <summary>Writes an Anthropic <c>usage</c>.</summary>
    public void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", Input);
        json.WriteNumber("cache_creation_input_tokens", CacheWrite);
        json.WriteNumber("cache_read_input_tokens", CacheRead);
        json.WriteNumber("output_tokens", Output);
        WriteThought(json, "output_tokens_details", "thinking_tokens");
        json.WriteEndObject();
    }

    /// <summary>Writes the <c>usage</c> of a response of OpenAI's.</summary>
    public void WriteResponse(Utf8JsonWriter json)
    {
        var input = Input + CacheWrite + CacheRead;
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", CacheRead);
        json.WriteNumber("cache_write_tokens", CacheWrite);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", Output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", Thought);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", input + Output);
        json.WriteEndObject();
    }

    /// <summary>Writes an OpenAI <c>usage</c>.</summary>
    public void WriteChat(Utf8JsonWriter json)
    {
        var prompt = Input + CacheWrite + CacheRead;
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", prompt);
        json.WriteNumber("completion_tokens", Output);
        json.WriteNumber("total_tokens", prompt + Output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", CacheRead);
        json.WriteNumber("cache_write_tokens", CacheWrite);
        json.WriteEndObject();
        WriteThought(json, "completion_tokens_details", "reasoning_tokens");
        json.WriteEndObject();
    }

    private void WriteThought(Utf8JsonWriter json, string details, string member)
    {
        if (Thought == 0)
            return;
        json.WriteStartObject(details);
        json.WriteNumber(member, Thought);
        json.WriteEndObject();
    }
}
