using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>OpenAI's Batches, whose requests and answers are lines of files.</summary>
internal sealed class OpenAiBatchForm : BatchForm
{
    private const int LongestId = 512;

    /// <summary>Routes that its requests may go to.</summary>
    public static IReadOnlyList<string> Routes => [.. Dialects.Select(dialect => dialect.Path)];

    private static Dialect[] Dialects =>
        [Dialect.OpenAi, Dialect.Responses, Dialect.OpenAiCompletions, Dialect.OpenAiEmbeddings];

    /// <inheritdoc/>
    public override string Name => "openai";

    /// <inheritdoc/>
    public override string IdPrefix => "batch_";

    /// <inheritdoc/>
    public override string BodyMember => "body";

    /// <inheritdoc/>
    public override bool HasFiles => true;

    /// <inheritdoc/>
    public override string PlaceOf(int number) => $"line {number + 1}";

    /// <inheritdoc/>
    public override Dialect? DialectOf(string route) => Array.Find(Dialects, dialect => dialect.Path == route);

    /// <inheritdoc/>
    public override void Check(BatchLine line, string route, ICollection<string> faults)
    {
        if (line.CustomId.Length is 0 or > LongestId)
            faults.Add($"custom_id: expected 1 to {LongestId} characters.");
        if (line.Method != HttpMethods.Post)
            faults.Add("method: expected POST.");
        if (line.Url != route)
            faults.Add($"url: expected {route}, as the batch says.");
    }

    /// <inheritdoc/>
    public override void WriteAnswer(Utf8JsonWriter json, string customId, InnerAnswer answer, string requestId)
    {
        Begin(json, customId, requestId);
        json.WriteStartObject("response");
        json.WriteNumber("status_code", answer.Status);
        json.WriteString("request_id", answer.Headers[Dialect.OpenAi.RequestIdHeader.Text].ToString());
        json.WritePropertyName("body");
        if (OneLine(answer.Body) is { } body)
            json.WriteRawValue(body, skipInputValidation: true);
        else
            Dialect.OpenAi.WriteError(json, NoJson(answer.Status), requestId);
        json.WriteEndObject();
        json.WriteNull("error");
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteUnanswered(Utf8JsonWriter json, string customId, BatchOutcome outcome)
    {
        var (code, message) = outcome == BatchOutcome.Canceled
            ? ("batch_cancelled", "The batch was cancelled before this request was asked.")
            : ("batch_expired", "The batch's time was over before this request was answered.");
        Begin(json, customId, customId);
        json.WriteNull("response");
        json.WriteStartObject("error");
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override BatchOutcome OutcomeOf(JsonElement line)
    {
        var error = line.GetProperty("error");
        if (error.ValueKind == JsonValueKind.Object)
        {
            return error.GetProperty("code").GetString() == "batch_cancelled"
                ? BatchOutcome.Canceled
                : BatchOutcome.Expired;
        }

        return line.GetProperty("response").GetProperty("status_code").GetInt32() == StatusCodes.Status200OK
            ? BatchOutcome.Succeeded
            : BatchOutcome.Errored;
    }

    private static void Begin(Utf8JsonWriter json, string customId, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("id", $"batch_req_{requestId}");
        json.WriteString("custom_id", customId);
    }
}
