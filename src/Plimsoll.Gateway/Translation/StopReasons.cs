using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>Why an answer ended, in the words of either dialect.</summary>
internal static class StopReasons
{
    /// <summary>An Anthropic <c>stop_reason</c> as an OpenAI <c>finish_reason</c>.</summary>
    public static string OfMessage(string? stopReason) => stopReason switch
    {
        "max_tokens" or "model_context_window_exceeded" => "length",
        "tool_use" => "tool_calls",
        "refusal" => "content_filter",
        _ => "stop",
    };

    /// <summary>The stop sequence that a choice ended with; vLLM and SGLang tell it, by names of their own.</summary>
    public static string? SequenceOf(JsonElement choice) => choice.Text("stop_reason") ?? choice.Text("matched_stop");

    /// <summary>An OpenAI <c>finish_reason</c> as an Anthropic <c>stop_reason</c>.</summary>
    /// <param name="finishReason">The reason; null: the upstream gave none.</param>
    /// <param name="hasTools">Whether tools are called: servers that were told which tool to call say "stop".</param>
    /// <param name="hasRefused">Whether the answer is a refusal.</param>
    /// <param name="stopSequence">The stop sequence that was hit, where the upstream tells it.</param>
    /// <exception cref="InvalidDataException">The upstream gave the answer up.</exception>
    public static string OfChat(string? finishReason, bool hasTools, bool hasRefused, string? stopSequence) =>
        finishReason switch
        {
            "length" => "max_tokens",
            "content_filter" => "refusal",
            "abort" or "error" => throw GivenUp(finishReason),
            _ when hasTools => "tool_use",
            _ when hasRefused => "refusal",
            _ when stopSequence is not null => "stop_sequence",
            _ => "end_turn",
        };

    /// <summary>The upstream gave an answer up.</summary>
    public static InvalidDataException GivenUp(string finishReason) =>
        new($"The upstream ended its answer by '{finishReason}'.");
}
