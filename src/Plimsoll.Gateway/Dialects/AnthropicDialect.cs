using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Anthropic Messages.</summary>
internal sealed class AnthropicDialect : Dialect
{
    /// <inheritdoc/>
    public override SpokenDialects Spoken => SpokenDialects.Anthropic;

    /// <inheritdoc/>
    public override string Path => "/v1/messages";

    /// <inheritdoc/>
    public override string RequestIdHeader => "request-id";

    /// <inheritdoc/>
    public override bool NeedsMaxTokens => true;

    /// <inheritdoc/>
    public override ErrorForm FormOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Malformed => new(400, "invalid_request_error"),
        RefusalKind.EncodedBody => new(415, "invalid_request_error"),
        RefusalKind.BodyTooLarge => new(413, "request_too_large"),
        RefusalKind.UnknownKey => new(401, "authentication_error"),
        RefusalKind.NotIncluded => new(403, "permission_error"),
        RefusalKind.UnknownRoute or RefusalKind.UnknownModel or RefusalKind.DialectNotServed =>
            new(404, "not_found_error"),
        RefusalKind.LimitReached => new(429, "rate_limit_error"),
        RefusalKind.FleetFull => new(529, "overloaded_error"),
        RefusalKind.UpstreamTimedOut => new(504, "timeout_error"),
        _ => new(500, "api_error"),
    };

    /// <inheritdoc/>
    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", FormOf(refusal.Kind).Type);
        json.WriteString("message", refusal.Message);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, Refusal refusal, string requestId)
    {
        output.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output))
            WriteError(json, refusal, requestId);
        output.Write("\n\n"u8);
    }

    /// <inheritdoc/>
    public override void WriteModels(Utf8JsonWriter json, Policy policy, IReadOnlyList<string> models)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("type", "model");
            json.WriteString("id", model);
            json.WriteString("display_name", model);
            json.WriteString("created_at", WireTime.Rfc3339(policy.EffectiveFrom));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", false);
        json.WriteString("first_id", models.Count > 0 ? models[0] : null);
        json.WriteString("last_id", models.Count > 0 ? models[^1] : null);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteLimits(IHeaderDictionary headers, LimitReport report) =>
        AnthropicLimitHeaders.Write(headers, report);

    /// <inheritdoc/>
    public override UsageMeter NewMeter() => new AnthropicMeter();

    /// <inheritdoc/>
    public override bool HidesUsage(ChatRequest request) => false;

    /// <inheritdoc/>
    public override IEnumerable<BodyEdit> Edits(ChatRequest request) => [];

    /// <inheritdoc/>
    public override void Authorize(HttpRequestMessage request, string key) =>
        request.Headers.TryAddWithoutValidation("x-api-key", key);
}
