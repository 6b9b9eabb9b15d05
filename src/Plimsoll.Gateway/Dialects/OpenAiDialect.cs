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

/// <summary>OpenAI Chat Completions, and what OpenAI's other dialects have in common with it.</summary>
internal class OpenAiDialect : Dialect
{
    private static readonly byte[] Include = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] Options = [.. "{"u8, .. Include, .. "}"u8];
    private static readonly byte[] Member = [.. "\"stream_options\":"u8, .. Options, .. ","u8];

    /// <inheritdoc/>
    public override SpokenDialects Spoken => SpokenDialects.OpenAi;

    /// <inheritdoc/>
    public override string Path => "/v1/chat/completions";

    /// <inheritdoc/>
    public override HeaderName RequestIdHeader { get; } = new("x-request-id");

    /// <inheritdoc/>
    public override bool NeedsMaxTokens => false;

    /// <inheritdoc/>
    public override string? NewerBoundMember => "max_completion_tokens";

    /// <inheritdoc/>
    public override string PromptMember => "messages";

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> StandardTier { get; } = "\"default\""u8.ToArray();

    /// <inheritdoc/>
    public override AskedLane LaneOf(string serviceTier) => serviceTier switch
    {
        "priority" => new(Lane.Priority, IsExplicit: true),
        "flex" => new(Lane.Batch, IsExplicit: true),
        _ => default,
    };

    /// <inheritdoc/>
    public override ImmutableArray<string> TraitMembers => [];

    /// <inheritdoc/>
    public override string? TraitOf(string member, string value) => null;

    /// <inheritdoc/>
    public override ErrorForm FormOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed => new(400, "invalid_request_error"),
        ErrorKind.EncodedBody => new(415, "invalid_request_error", "unsupported_content_encoding"),
        ErrorKind.BodyTooLarge => new(413, "invalid_request_error", "request_too_large"),
        ErrorKind.UnknownKey => new(401, "invalid_request_error", "invalid_api_key"),
        ErrorKind.NotIncluded => new(403, "invalid_request_error", "model_not_included"),
        ErrorKind.OverageNotOffered => new(403, "invalid_request_error", "overage_not_offered"),
        ErrorKind.NotPermitted => new(403, "invalid_request_error", "not_permitted"),
        ErrorKind.UnknownRoute => new(404, "invalid_request_error", "unknown_url"),
        ErrorKind.UnknownModel => new(404, "invalid_request_error", "model_not_found"),
        ErrorKind.UnknownName => new(404, "invalid_request_error", "not_found"),
        ErrorKind.LimitReached => new(429, "rate_limit_error", "rate_limit_exceeded"),
        ErrorKind.TierSpendReached or ErrorKind.OwnSpendReached or ErrorKind.OperatorSpendReached =>
            new(429, "insufficient_quota", "insufficient_quota"),
        ErrorKind.Duplicate => new(409, "invalid_request_error", "duplicate_request"),
        ErrorKind.Conflict => new(409, "invalid_request_error", "conflict"),
        ErrorKind.FleetFull => new(503, "server_error", "overloaded"),
        ErrorKind.StoreGone => new(503, "server_error", "store_unavailable"),
        ErrorKind.UpstreamFailed => new(502, "server_error", "upstream_failed"),
        ErrorKind.UpstreamTimedOut => new(504, "server_error", "upstream_timeout"),
        _ => new(500, "server_error"),
    };

    /// <inheritdoc/>
    public override void WriteError(Utf8JsonWriter json, ErrorAnswer error, string requestId)
    {
        var form = FormOf(error.Kind);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", form.Type);
        json.WriteString("param", error.Field);
        json.WriteString("code", form.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, ErrorAnswer error, string requestId)
    {
        output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Plain))
            WriteError(json, error, requestId);
        output.Write("\n\n"u8);
    }

    /// <inheritdoc/>
    public override PageTerms? PagesOfModels => null;

    /// <inheritdoc/>
    public override void WriteModels(Utf8JsonWriter json, Policy policy, ListPage<string> models)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models.Items)
            WriteModel(json, policy, model);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteModel(Utf8JsonWriter json, Policy policy, string model)
    {
        json.WriteStartObject();
        json.WriteString("id", model);
        json.WriteString("object", "model");
        json.WriteNumber("created", policy.EffectiveFrom.UnixSeconds);
        json.WriteString("owned_by", "plimsoll");
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteLimits(IHeaderDictionary headers, LimitReport report) =>
        OpenAiLimitHeaders.Write(headers, report);

    /// <inheritdoc/>
    public override UsageMeter NewMeter() => new OpenAiMeter();

    /// <inheritdoc/>
    public override bool HidesUsage(ChatRequest request) => request is { Stream: true, Usage.IsAsked: false };

    /// <inheritdoc/>
    public override IEnumerable<BodyEdit> Edits(ChatRequest request)
    {
        if (!HidesUsage(request))
            return [];
        return request.Usage switch
        {
            { IncludeAt: { } include } => [new BodyEdit(include, "true"u8.ToArray())],
            { OptionsAt: { } options, OptionsIsObject: true, OptionsIsEmpty: false } =>
                [new BodyEdit((options.Start.Value + 1)..(options.Start.Value + 1), (byte[])[.. Include, .. ","u8])],
            { OptionsAt: { } options } => [new BodyEdit(options, Options)],
            _ => [new BodyEdit(request.BodyStart..request.BodyStart, Member)],
        };
    }

    /// <inheritdoc/>
    public override void Authorize(UpstreamRequest request, string key) =>
        request.Add("authorization", $"Bearer {key}");
}
