using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Emulation;

/// <summary>What the emulator needs of a request, in any dialect.</summary>
/// <param name="Model">Name of the model asked.</param>
/// <param name="InputTokens">Tokens of all that it is to read.</param>
internal sealed record EmulatedRequest(string Model, int InputTokens)
{
    private const int MostChoices = 128;
    private const int MostDimensions = 4096;
    private const int UsualDimensions = 256;

    /// <summary>The prompts, as texts; messages are one, and of no text.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>How many texts are written for them in all.</summary>
    public required int Choices { get; init; }

    /// <summary>Most output tokens of each; null: as the model likes.</summary>
    public required int? OutputBound { get; init; }

    /// <summary>Whether the answer is to come as it is written.</summary>
    public required bool Stream { get; init; }

    /// <summary>Whether a stream is to tell its usage.</summary>
    public required bool IncludeUsage { get; init; }

    /// <summary>Numbers of an embedding.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Whether an embedding is written in base64.</summary>
    public required bool InBase64 { get; init; }

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
        var name = dialect.PromptMember;
        if (!body.TryGetProperty(name, out var prompt) || PromptText.Split(prompt, dialect.PromptForm) is not { } parts)
            return (null, $"{name}: expected {PromptText.Describe(dialect.PromptForm)}.");
        if (!TryReadBound(body, dialect, out var bound))
            return (null, $"{dialect.OutputBounds[0]}: expected a whole number of 1 or more.");

        var choices = 1;
        if (dialect.PromptForm == PromptForm.Plain && dialect.Work == EmulatedWork.Writing)
        {
            if (!TryReadNumber(body, "n", MostChoices, out var each))
                return (null, $"n: expected a whole number of 1 to {MostChoices}.");
            choices = parts.Count * (each ?? 1);
        }

        if (!TryReadNumber(body, "dimensions", MostDimensions, out var dimensions))
            return (null, $"dimensions: expected a whole number of 1 to {MostDimensions}.");
        return (
            new(model.GetString()!, PromptText.EstimateTokens(body, prompt))
            {
                Prompts = parts,
                Choices = choices,
                OutputBound = bound,
                Stream = IsTrue(body, "stream"),
                IncludeUsage = body.TryGetProperty("stream_options", out var options)
                    && IsTrue(options, "include_usage"),
                Dimensions = dimensions ?? UsualDimensions,
                InBase64 = body.TryGetProperty("encoding_format", out var encoding)
                    && encoding.ValueKind == JsonValueKind.String && encoding.ValueEquals("base64"),
            },
            null);
    }

    private static bool TryReadBound(JsonElement body, IEmulatedDialect dialect, out int? bound)
    {
        bound = null;
        foreach (var name in dialect.OutputBounds)
        {
            if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
                continue;
            return TryReadNumber(body, name, int.MaxValue, out bound);
        }

        return !dialect.BoundRequired;
    }

    private static bool TryReadNumber(JsonElement body, string name, int most, out int? number)
    {
        number = null;
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var read) || read < 1 || read > most)
            return false;
        number = read;
        return true;
    }

    private static bool IsTrue(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.True;
}
