using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>One API family: how it is asked, how it answers, how it refuses and how it tells of limits.</summary>
internal abstract class Dialect
{
    /// <summary>Anthropic Messages.</summary>
    public static Dialect Anthropic { get; } = new AnthropicDialect();

    /// <summary>OpenAI Chat Completions.</summary>
    public static Dialect OpenAi { get; } = new OpenAiDialect();

    /// <summary>The dialect to ask a server in: this one where it speaks it, else the other.</summary>
    public Dialect SpokenBy(UpstreamOptions upstream) => upstream.Speaks.HasFlag(Spoken)
        ? this
        : Spoken == SpokenDialects.Anthropic ? OpenAi : Anthropic;

    /// <summary>Which dialect it is.</summary>
    public abstract SpokenDialects Spoken { get; }

    /// <summary>Path of the chat route, without a query.</summary>
    public abstract string Path { get; }

    /// <summary>Response header that names the request.</summary>
    public abstract string RequestIdHeader { get; }

    /// <summary>Whether a request has to say how much output it wants.</summary>
    public abstract bool NeedsMaxTokens { get; }

    /// <summary>The <c>service_tier</c> that keeps a request off every reserved lane, with its quotes.</summary>
    public abstract ReadOnlyMemory<byte> StandardTier { get; }

    /// <summary>The dialect that a request to no chat route is answered in.</summary>
    public static Dialect Of(HttpRequest request) =>
        request.Headers.ContainsKey("anthropic-version") || request.Path.StartsWithSegments(Anthropic.Path)
            ? Anthropic
            : OpenAi;

    /// <summary>The lane that a <c>service_tier</c> asks for.</summary>
    public abstract AskedLane LaneOf(string serviceTier);

    /// <summary>Members of a request's body, texts each, that may give it a trait.</summary>
    public abstract ImmutableArray<string> TraitMembers { get; }

    /// <summary>The trait that a member of the body gives a request; null: none.</summary>
    public abstract string? TraitOf(string member, string value);

    /// <summary>How it names a kind of error.</summary>
    public abstract ErrorForm FormOf(ErrorKind kind);

    /// <summary>Writes an error document.</summary>
    public abstract void WriteError(Utf8JsonWriter json, ErrorAnswer error, string requestId);

    /// <summary>Writes an error into a stream that has begun.</summary>
    public abstract void WriteStreamError(IBufferWriter<byte> output, ErrorAnswer error, string requestId);

    /// <summary>Writes the list of models.</summary>
    public abstract void WriteModels(Utf8JsonWriter json, Policy policy, IReadOnlyList<string> models);

    /// <summary>Writes an account's limits as headers.</summary>
    public abstract void WriteLimits(IHeaderDictionary headers, LimitReport report);

    /// <summary>A meter for one answer.</summary>
    public abstract UsageMeter NewMeter();

    /// <summary>Whether a stream brings its usage only because the gateway asks for it.</summary>
    public abstract bool HidesUsage(ChatRequest request);

    /// <summary>Changes that the body needs beside the model's name, in ascending order.</summary>
    public abstract IEnumerable<BodyEdit> Edits(ChatRequest request);

    /// <summary>Puts the upstream's own key on a request.</summary>
    public abstract void Authorize(HttpRequestMessage request, string key);
}
