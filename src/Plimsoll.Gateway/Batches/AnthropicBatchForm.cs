using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>Anthropic's Message Batches.</summary>
internal sealed class AnthropicBatchForm : BatchForm
{
    private const int LongestId = 64;

    /// <inheritdoc/>
    public override string Name => "anthropic";

    /// <inheritdoc/>
    public override string IdPrefix => "msgbatch_";

    /// <inheritdoc/>
    public override string BodyMember => "params";

    /// <inheritdoc/>
    public override Dialect? DialectOf(string route) => route == Dialect.Anthropic.Path ? Dialect.Anthropic : null;

    /// <inheritdoc/>
    public override void Check(BatchLine line, string route, ICollection<string> faults)
    {
        var id = line.CustomId;
        if (id.Length is 0 or > LongestId || !id.All(IsOfId))
            faults.Add($"custom_id: expected 1 to {LongestId} letters, digits, hyphens and underscores.");
    }

    /// <inheritdoc/>
    public override void WriteAnswer(Utf8JsonWriter json, string customId, InnerAnswer answer, string requestId)
    {
        Begin(json, customId);
        var body = OneLine(answer.Body);
        var isAnswered = answer.Status == StatusCodes.Status200OK && body is not null;
        json.WriteString("type", isAnswered ? "succeeded" : "errored");
        json.WritePropertyName(isAnswered ? "message" : "error");
        if (body is not null)
            json.WriteRawValue(body, skipInputValidation: true);
        else
            Dialect.Anthropic.WriteError(json, NoJson(answer.Status), requestId);
        End(json);
    }

    /// <inheritdoc/>
    public override void WriteUnanswered(Utf8JsonWriter json, string customId, BatchOutcome outcome)
    {
        Begin(json, customId);
        json.WriteString("type", outcome == BatchOutcome.Canceled ? "canceled" : "expired");
        End(json);
    }

    /// <inheritdoc/>
    public override BatchOutcome OutcomeOf(JsonElement line) =>
        line.GetProperty("result").GetProperty("type").GetString() switch
        {
            "succeeded" => BatchOutcome.Succeeded,
            "canceled" => BatchOutcome.Canceled,
            "expired" => BatchOutcome.Expired,
            _ => BatchOutcome.Errored,
        };

    private static bool IsOfId(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';

    private static void Begin(Utf8JsonWriter json, string customId)
    {
        json.WriteStartObject();
        json.WriteString("custom_id", customId);
        json.WriteStartObject("result");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
