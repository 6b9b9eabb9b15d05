using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Anthropic Messages.</summary>
internal class AnthropicDialect : Dialect
{
    /// <inheritdoc/>
    public override SpokenDialects Spoken => SpokenDialects.Anthropic;

    /// <inheritdoc/>
    public override string Path => "/v1/messages";

    /// <inheritdoc/>
    public override HeaderName RequestIdHeader { get; } = new("request-id");

    /// <inheritdoc/>
    public override bool NeedsMaxTokens => true;

    /// <inheritdoc/>
    public override string PromptMember => "messages";

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> StandardTier { get; } = "\"standard_only\""u8.ToArray();

    /// <inheritdoc/>
    public override AskedLane LaneOf(string serviceTier) =>
        serviceTier == "auto" ? new(Lane.Priority, IsExplicit: false) : default;

    /// <inheritdoc/>
    public override ImmutableArray<string> TraitMembers { get; } = ["speed", "inference_geo"];

    /// <inheritdoc/>
    public override string? TraitOf(string member, string value) => (member, value) switch
    {
        ("speed", "fast") => "fast",
        ("inference_geo", "us") => "geo-us",
        _ => null,
    };

    /// <inheritdoc/>
    public override ErrorForm FormOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed => new(400, "invalid_request_error"),
        ErrorKind.EncodedBody => new(415, "invalid_request_error"),
        ErrorKind.BodyTooLarge => new(413, "request_too_large"),
        ErrorKind.UnknownKey => new(401, "authentication_error"),
        ErrorKind.NotIncluded or ErrorKind.OverageNotOffered or ErrorKind.NotPermitted =>
            new(403, "permission_error"),
        ErrorKind.UnknownRoute or ErrorKind.UnknownModel or ErrorKind.UnknownName => new(404, "not_found_error"),
        ErrorKind.LimitReached => new(429, "rate_limit_error"),
        ErrorKind.TierSpendReached => new(429, "rate_limit_error", "enforced_spend_limit_reached"),
        ErrorKind.OwnSpendReached => new(400, "invalid_request_error"),
        ErrorKind.OperatorSpendReached => new(429, "billing_error"),
        ErrorKind.Duplicate or ErrorKind.Conflict => new(409, "conflict_error"),
        ErrorKind.FleetFull or ErrorKind.StoreGone => new(529, "overloaded_error"),
        ErrorKind.UpstreamTimedOut => new(504, "timeout_error"),
        _ => new(500, "api_error"),
    };

    /// <inheritdoc/>
    public override void WriteError(Utf8JsonWriter json, ErrorAnswer error, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        var form = FormOf(error.Kind);
        json.WriteString("type", form.Type);
        json.WriteString("message", error.Message);
        if (form.Code is { } code)
        {
            json.WriteStartObject("details");
            json.WriteString("error_code", code);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, ErrorAnswer error, string requestId)
    {
        output.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Plain))
            WriteError(json, error, requestId);
        output.Write("\n\n"u8);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Ping => "event: ping\ndata: {\"type\": \"ping\"}\n\n"u8;

    /// <inheritdoc/>
    public override PageTerms? PagesOfModels => PageTerms.Anthropic;

    /// <inheritdoc/>
    public override void WriteModels(Utf8JsonWriter json, Policy policy, ListPage<string> models)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var model in models.Items)
            WriteModel(json, policy, model);
        json.WriteEndArray();
        json.WriteBoolean("has_more", models.HasMore);
        json.WriteString("first_id", models.FirstId(model => model));
        json.WriteString("last_id", models.LastId(model => model));
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteModel(Utf8JsonWriter json, Policy policy, string model)
    {
        json.WriteStartObject();
        json.WriteString("type", "model");
        json.WriteString("id", model);
        json.WriteString("display_name", model);
        json.WriteString("created_at", WireTime.Rfc3339(policy.EffectiveFrom));
        json.WriteString("lifecycle", "active");
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
    public override void Authorize(UpstreamRequest request, string key) => request.Add("x-api-key", key);
}
