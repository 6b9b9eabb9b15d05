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

/// <summary>One API family: how it is asked, how it answers, how it refuses and how it tells of limits.</summary>
internal abstract class Dialect
{
    /// <summary>Anthropic Messages.</summary>
    public static Dialect Anthropic { get; } = new AnthropicDialect();

    /// <summary>OpenAI Chat Completions.</summary>
    public static Dialect OpenAi { get; } = new OpenAiDialect();

    /// <summary>OpenAI Completions, the older API of plain prompts.</summary>
    public static Dialect OpenAiCompletions { get; } = new OpenAiCompletionsDialect();

    /// <summary>OpenAI Embeddings.</summary>
    public static Dialect OpenAiEmbeddings { get; } = new OpenAiEmbeddingsDialect();

    /// <summary>Anthropic's counting of tokens.</summary>
    public static Dialect AnthropicCounting { get; } = new AnthropicCountingDialect();

    /// <summary>OpenAI Responses.</summary>
    public static Dialect Responses { get; } = new ResponsesDialect();

    /// <summary>
    /// The dialect to ask a server in: this one where it speaks it, else Chat Completions before Messages; null where
    /// it speaks neither, for nothing can be translated to Responses.
    /// </summary>
    public Dialect? SpokenBy(UpstreamOptions upstream)
    {
        if (upstream.Speaks.HasFlag(Spoken))
            return this;
        return upstream.Speaks.HasFlag(SpokenDialects.OpenAi) ? OpenAi
            : upstream.Speaks.HasFlag(SpokenDialects.Anthropic) ? Anthropic : null;
    }

    /// <summary>Which dialect it is.</summary>
    public abstract SpokenDialects Spoken { get; }

    /// <summary>Whether the other dialect has a route that means the same, so that it can be translated.</summary>
    public virtual bool HasCounterpart => true;

    /// <summary>Path of its route, without a query.</summary>
    public abstract string Path { get; }

    /// <summary>Response header that names the request.</summary>
    public abstract HeaderName RequestIdHeader { get; }

    /// <summary>Whether a request has to say how much output it wants.</summary>
    public abstract bool NeedsMaxTokens { get; }

    /// <summary>Member of a request's body that bounds its output.</summary>
    public virtual string BoundMember => "max_tokens";

    /// <summary>Member that counts before it where it is given; null: there is none.</summary>
    public virtual string? NewerBoundMember => null;

    /// <summary>Member of a request that holds what the model is to read.</summary>
    public abstract string PromptMember { get; }

    /// <summary>Whether that member has to be there, and to have something.</summary>
    public virtual bool NeedsPrompt => true;

    /// <summary>
    /// Whether it is a text, a list of texts, or either as numbers of tokens; else it is a list of messages.
    /// </summary>
    public virtual bool HasPlainPrompt => false;

    /// <summary>Whether its answers cost nothing: no limit is asked but whether the model is included.</summary>
    public virtual bool IsFree => false;

    /// <summary>Whether an answer has output of which tokens are counted.</summary>
    public virtual bool HasOutput => true;

    /// <summary>Members beside what the model is to read that have text, whatever their form.</summary>
    public virtual ImmutableArray<string> TextMembers { get; } = ["system", "tools"];

    /// <summary>
    /// Member that asks for an answer that nobody waits for, which could not be charged; null: there is none.
    /// </summary>
    public virtual string? BackgroundMember => null;

    /// <summary>The <c>service_tier</c> that keeps a request off every reserved lane, with its quotes.</summary>
    public abstract ReadOnlyMemory<byte> StandardTier { get; }

    /// <summary>The dialect of a request's route; where it is nobody's, the one that its headers speak of.</summary>
    public static Dialect Of(HttpRequest request) => request.Path.Value switch
    {
        OpenAiCompletionsDialect.Route => OpenAiCompletions,
        OpenAiEmbeddingsDialect.Route => OpenAiEmbeddings,
        AnthropicCountingDialect.Route => AnthropicCounting,
        _ when request.Path.StartsWithSegments(Responses.Path) => Responses,
        _ => request.Headers.ContainsKey("anthropic-version") || request.Path.StartsWithSegments(Anthropic.Path)
            ? Anthropic
            : OpenAi,
    };

    /// <summary>The dialect of a route that asks a model for something; null: it is none.</summary>
    public static Dialect? At(string route) => Array.Find(
        [Anthropic, OpenAi, Responses, OpenAiCompletions, OpenAiEmbeddings], one => one.Path == route);

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

    /// <summary>What keeps a stream alive in which nothing happens. Default: a comment.</summary>
    public virtual ReadOnlySpan<byte> Ping => ": ping\n\n"u8;

    /// <summary>How a list of models is asked for in parts; null: it is told whole.</summary>
    public abstract PageTerms? PagesOfModels { get; }

    /// <summary>Writes a list of models, or a part of it.</summary>
    public abstract void WriteModels(Utf8JsonWriter json, Policy policy, ListPage<string> models);

    /// <summary>Writes one model.</summary>
    public abstract void WriteModel(Utf8JsonWriter json, Policy policy, string model);

    /// <summary>Writes an account's limits as headers.</summary>
    public abstract void WriteLimits(IHeaderDictionary headers, LimitReport report);

    /// <summary>A meter for one answer.</summary>
    public abstract UsageMeter NewMeter();

    /// <summary>Whether a stream brings its usage only because the gateway asks for it.</summary>
    public abstract bool HidesUsage(ChatRequest request);

    /// <summary>Changes that the body needs beside the model's name, in ascending order.</summary>
    public abstract IEnumerable<BodyEdit> Edits(ChatRequest request);

    /// <summary>Puts the upstream's own key on a request.</summary>
    public abstract void Authorize(UpstreamRequest request, string key);
}
