using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Translation;

/// <summary>An upstream's error in the client's dialect: the same status, the upstream's message.</summary>
internal static class ErrorWords
{
    private const string TooLong = "prompt is too long";

    /// <summary>Writes an Anthropic upstream's error as OpenAI has it.</summary>
    public static void WriteChat(Utf8JsonWriter json, JsonElement document, int status)
    {
        var error = document.Object("error") ?? default;
        var type = error.Text("type") ?? TypeOf(status);
        var message = MessageOf(document, status);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", type switch
        {
            "overloaded_error" or "api_error" or "timeout_error" => "server_error",
            "rate_limit_error" => type,
            _ => "invalid_request_error",
        });
        json.WriteNull("param");
        json.WriteString("code", type switch
        {
            "invalid_request_error" =>
                message.StartsWith(TooLong, StringComparison.Ordinal) ? "context_length_exceeded" : null,
            "overloaded_error" => "overloaded",
            "api_error" => null,
            _ => type,
        });
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes an OpenAI upstream's error as Anthropic has it.</summary>
    public static void WriteMessage(Utf8JsonWriter json, JsonElement document, int status, string requestId)
    {
        var code = document.Object("error")?.Text("code");
        var message = MessageOf(document, status);
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", TypeOf(status));

        // Clients of this dialect know by these words, not by a code, that they have to shorten their prompt.
        var isTooLong = code == "context_length_exceeded" && !message.StartsWith(TooLong, StringComparison.Ordinal);
        json.WriteString("message", isTooLong ? $"{TooLong}: {message}" : message);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    /// <summary>An upstream's error that came without a word, in the client's dialect.</summary>
    public static byte[] OfStatus(Dialect dialect, int status, string requestId)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Plain))
        {
            if (dialect.Spoken == SpokenDialects.Anthropic)
                WriteMessage(json, default, status, requestId);
            else
                WriteChat(json, default, status);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes what an upstream tells in a stream of Chat Completions as the error of a response.</summary>
    public static void WriteResponse(Utf8JsonWriter json, JsonElement document)
    {
        var status = StatusOf(document);
        json.WriteStartObject("error");
        json.WriteString("code", document.Object("error")?.Text("code") ?? status switch
        {
            429 => "rate_limit_exceeded",
            >= 500 => "server_error",
            _ => "invalid_prompt",
        });
        json.WriteString("message", MessageOf(document, status));
        json.WriteEndObject();
    }

    /// <summary>The status that an OpenAI upstream's error in a stream would have had.</summary>
    public static int StatusOf(JsonElement document)
    {
        var error = document.Object("error") ?? default;
        if (error.Find("code") is { ValueKind: JsonValueKind.Number } code
            && code.TryGetInt32(out var status)
            && status is >= 400 and < 600)
        {
            return status;
        }

        return error.Text("type") switch
        {
            "invalid_request_error" or "BadRequestError" => 400,
            "service_unavailable_error" or "overloaded_error" => 529,
            _ when error.Text("code") == "overloaded" => 529,
            _ => 500,
        };
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        409 => "conflict_error",
        413 => "request_too_large",
        429 or 503 or 529 => "overloaded_error",
        504 => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    // Some servers have the error's members in the document itself.
    private static string MessageOf(JsonElement document, int status) =>
        document.Object("error")?.Text("message")
        ?? document.Text("message")
        ?? document.Text("error")
        ?? document.Text("detail")
        ?? $"The server behind the gateway refused the request ({status}).";
}
