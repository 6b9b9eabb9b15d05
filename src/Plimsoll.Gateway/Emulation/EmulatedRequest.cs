using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Emulation;

/// <summary>What the emulator needs of a request, in either dialect.</summary>
internal sealed record EmulatedRequest(string Model, int InputTokens, int? OutputBound, bool Stream, bool IncludeUsage)
{
    /// <summary>Reads a request body; where it is not one, says what is wrong.</summary>
    public static async ValueTask<(EmulatedRequest? Request, string? Error)> ReadAsync(
        HttpRequest request, IEmulatedDialect dialect, CancellationToken aborted)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, default, aborted);
            return Read(document.RootElement, dialect);
        }
        catch (JsonException malformed)
        {
            return (null, $"The body is not valid JSON: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            return (null, "The body is not valid JSON: a text in it is not Unicode.");
        }
        catch (BadHttpRequestException unread)
        {
            return (null, $"The body could not be read: {unread.Message}");
        }
    }

    private static (EmulatedRequest? Request, string? Error) Read(JsonElement body, IEmulatedDialect dialect)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, "The body: expected a JSON object.");
        if (!body.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
            return (null, "model: expected a string.");
        var name = dialect.ConversationMember;
        var isText = name == "input";
        if (!body.TryGetProperty(name, out var conversation) || !IsConversation(conversation, isText))
            return (null, $"{name}: expected {(isText ? "a text or " : "")}a list with at least one message.");

        if (!TryReadBound(body, dialect, out var bound))
            return (null, $"{dialect.OutputBounds[0]}: expected a whole number of 1 or more.");

        var includeUsage = body.TryGetProperty("stream_options", out var options) && IsTrue(options, "include_usage");
        return (new(model.GetString()!, PromptText.EstimateTokens(body, conversation), bound, IsTrue(body, "stream"),
            includeUsage), null);
    }

    private static bool IsConversation(JsonElement value, bool mayBeText) =>
        (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        || (mayBeText && value.ValueKind == JsonValueKind.String);

    private static bool TryReadBound(JsonElement body, IEmulatedDialect dialect, out int? bound)
    {
        bound = null;
        foreach (var name in dialect.OutputBounds)
        {
            if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
                continue;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < 1)
                return false;
            bound = number;
            return true;
        }

        return !dialect.BoundRequired;
    }

    private static bool IsTrue(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.True;
}
