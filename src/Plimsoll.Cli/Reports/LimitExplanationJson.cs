using System.Text.Json;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// Why a request was decided as it was, as programs read it; <c>docs/guides/replay.md</c> describes the document.
/// </summary>
internal static class LimitExplanationJson
{
    private const string Format = "plimsoll.limits-explain/1";

    public static string Write(IEnumerable<ExplainedRequest> explained) => JsonText.Write(Format, json =>
    {
        json.WriteStartArray("asked");
        foreach (var one in explained)
            WriteOne(json, one);
        json.WriteEndArray();
    });

    private static void WriteOne(Utf8JsonWriter json, ExplainedRequest explained)
    {
        var (asked, explanation) = (explained.Asked, explained.Explanation);
        json.WriteStartObject();
        json.WriteNumber("line", explained.Line);
        LimitJson.WriteInstant(json, "at", asked.At);
        json.WriteString("request", asked.Request);
        json.WriteString("scope", asked.Scope.Text);
        LimitJson.WriteNames(json, "changes", explained.Changes);
        LimitJson.WriteDecision(json, "recorded", asked.Decision);
        json.WriteBoolean("isAdmitted", explanation.IsAdmitted);
        json.WriteBoolean("isOverage", explanation.IsOverage);
        json.WriteString("lane", SnakeCase.Of(explanation.Lane));
        json.WriteString("overage", SnakeCase.Of(explanation.Overage));
        LimitJson.WriteInstant(json, "retryAt", explanation.RetryAt);
        json.WriteString("notIncluded", explanation.NotIncluded);
        if (explanation.Binding is { } binding)
            json.WriteNumber("binding", explanation.Limits.IndexOf(binding));
        else
            json.WriteNull("binding");
        json.WriteStartArray("limits");
        foreach (var (limit, placed) in explanation.Limits.Zip(explained.Placed))
            WriteLimit(json, limit, placed, explanation.IsAdmitted);
        json.WriteEndArray();
        LimitJson.WriteNames(json, "sentences", LimitSentences.Of(explained));
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, ConsideredLimit limit, PlacedLimit placed, bool isAdmitted)
    {
        json.WriteStartObject();
        LimitJson.WriteState(json, placed);
        json.WriteNumber("charge", limit.Charge);
        if (isAdmitted)
            json.WriteNumber("remainingAfter", limit.After.Remaining);
        json.WriteBoolean("hasRoom", limit.HasRoom);
        json.WriteBoolean("isCounted", limit.IsCounted);
        LimitJson.WriteInstant(json, "passesAt", limit.PassesAt);
        LimitJson.WriteNames(json, "allowances", limit.Allowances);
        json.WriteEndObject();
    }
}
