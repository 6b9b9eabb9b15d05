using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>
/// What is measured of one request, told once at its end. Every tag has few values: the model names, keys and accounts
/// of clients are on spans only. Not safe to share between threads.
/// </summary>
internal sealed class Observation
{
    private const string None = "none";
    private const double GramsPerKilogram = 1000;

    // A status is told as a number, which would be boxed with every request.
    private static readonly ConcurrentDictionary<int, object> Statuses = [];

    private readonly GatewayMeter meter;
    private readonly TimeProvider clock;
    private readonly string operation;
    private readonly long arrived;
    private readonly RequestSpan? span;
    private Ticket? ticket;
    private string modelClass = None;
    private string provider;
    private string upstream = None;
    private string? error;
    private long firstOutput;
    private long lastOutput;

    /// <summary>Begins with the request's arrival.</summary>
    public Observation(GatewayMeter meter, TimeProvider clock, HttpRequest request, Dialect dialect)
    {
        (this.meter, this.clock) = (meter, clock);
        operation = Operation.Of(request.Path.Value);
        provider = ProviderOf(dialect);
        arrived = clock.GetTimestamp();
        span = operation == Operation.Other ? null : RequestSpan.Begin(meter.Source, operation, request);
    }

    /// <summary>Trace context to be sent upstream; null: nobody traces.</summary>
    public string? TraceParent => span?.TraceParent;

    /// <summary>The request asks for a model of this class.</summary>
    public void AsksFor(string name) => modelClass = name;

    /// <summary>The request was admitted after it waited for a place.</summary>
    public void Admitted(Ticket admitted)
    {
        ticket = admitted;
        meter.QueueTime.Record(admitted.Waited.Seconds, Tag("gen_ai.request.model", modelClass));
        span?.Admitted(admitted);
    }

    /// <summary>A limit refused the request.</summary>
    public void RefusedBy(in LimitState limit) => meter.Refusals.Add(
        1,
        Tag("gen_ai.request.model", modelClass),
        Tag("plimsoll.limit.kind", SnakeCase.Of(limit.Kind)),
        Tag("plimsoll.limit.level", LimitNames.Of(limit.Level)));

    /// <summary>The request goes to an upstream.</summary>
    public void SentTo(UpstreamOptions chosen, Dialect spoken)
    {
        (upstream, provider) = (chosen.Name, ProviderOf(spoken));
        span?.SentTo(chosen, provider);
    }

    /// <summary>The attempt under way failed; another may follow.</summary>
    public void AttemptFailed(ErrorKind kind) => span?.EndAttempt(SnakeCase.Of(kind));

    /// <summary>Output came from the upstream.</summary>
    public void Output()
    {
        lastOutput = clock.GetTimestamp();
        if (firstOutput == 0)
            firstOutput = lastOutput;
    }

    /// <summary>The gateway answers with an error.</summary>
    public void Failed(ErrorKind kind) => error = SnakeCase.Of(kind);

    /// <summary>The client left before its answer was whole.</summary>
    public void Left() => error = "client_left";

    /// <summary>The request was charged.</summary>
    /// <param name="usage">What for.</param>
    /// <param name="isComplete">Whether the answer came to its end: the pace of one that was cut says little.</param>
    public void Charged(in TokenUsage usage, bool isComplete)
    {
        var credits = ticket!.Class.Weights.Charge(usage).Value;
        var input = usage.AllInput.Value;
        span?.Charged(usage, input, credits);

        var tags = Common();
        meter.TokenUsage.Record(input, With(tags, "gen_ai.token.type", "input"));
        meter.TokenUsage.Record(usage.Output.Value, With(tags, "gen_ai.token.type", "output"));
        if (isComplete)
            TellPace(tags, usage.Output.Value);

        var key = ticket.Account.Key;
        var paid = new TagList
        {
            Tag("gen_ai.request.model", modelClass),
            Tag("plimsoll.entitlement", key.Plan ?? key.Tier!),
            Tag("plimsoll.lane", LimitNames.Of(ticket.Hold.Request.Lane)),
            Tag("plimsoll.upstream", upstream),
        };
        meter.Credits.Add(credits, paid);
        Tell(paid, "input", usage.Input.Value);
        Tell(paid, "cache_read", usage.CacheRead.Value);
        Tell(paid, "cache_write", usage.CacheWrite.Value);
        Tell(paid, "cache_write_long", usage.CacheWriteLong.Value);
        Tell(paid, "output", usage.Output.Value);
    }

    /// <summary>The request caused something beside.</summary>
    /// <param name="rates">What it was accounted by.</param>
    /// <param name="caused">What it caused.</param>
    public void Caused(FootprintRates rates, in RequestFootprint caused)
    {
        var tags = new TagList
        {
            Tag("gen_ai.request.model", modelClass),
            Tag("plimsoll.entitlement", ticket!.Account.Key.Plan ?? ticket.Account.Key.Tier!),
            Tag("plimsoll.upstream", upstream),
        };
        var grams = rates.AmountOf(Impact.LocationCarbon, caused) * GramsPerKilogram;
        var litres = rates.AmountOf(Impact.SiteWater, caused) + rates.AmountOf(Impact.SourceWater, caused);
        meter.Energy.Add(caused.Energy.Value, tags);
        meter.Carbon.Add(grams, tags);
        meter.Water.Add(litres, tags);
        span?.Caused(caused.Energy.Value, grams);
    }

    /// <summary>The request has ended.</summary>
    /// <param name="status">Status that it was answered with.</param>
    /// <param name="name">Name of the request in the limit log; null: none.</param>
    public void End(int status, string? name)
    {
        var tags = Common();
        tags.Add(Tag("plimsoll.upstream", upstream));
        if (error is not null)
            tags.Add(Tag("error.type", error));
        if (operation != Operation.Other)
            meter.Duration.Record(clock.GetElapsedTime(arrived).TotalSeconds, tags);
        tags.Add("http.response.status_code", Statuses.GetOrAdd(status, static value => value));
        meter.Requests.Add(1, tags);
        span?.End(status, error, name);
    }

    /// <summary>Tells how fast a stream came; an answer that came whole has no first token that anybody saw.</summary>
    private void TellPace(in TagList tags, long outputTokens)
    {
        if (firstOutput == 0)
            return;
        var first = clock.GetElapsedTime(arrived, firstOutput).TotalSeconds;
        meter.TimeToFirstToken.Record(first, tags);
        span?.FirstOutput(first);
        if (outputTokens <= 1)
            return;
        var rest = clock.GetElapsedTime(firstOutput, lastOutput).TotalSeconds;
        meter.TimePerOutputToken.Record(rest / (outputTokens - 1), tags);
    }

    private TagList Common() => new()
    {
        Tag("gen_ai.operation.name", operation),
        Tag("gen_ai.provider.name", provider),
        Tag("gen_ai.request.model", modelClass),
    };

    private void Tell(in TagList tags, string kind, long tokens)
    {
        if (tokens > 0)
            meter.Tokens.Add(tokens, With(tags, "plimsoll.token.kind", kind));
    }

    private static TagList With(TagList tags, string name, string value)
    {
        tags.Add(Tag(name, value));
        return tags;
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string ProviderOf(Dialect dialect) =>
        dialect.Spoken == SpokenDialects.Anthropic ? "anthropic" : "openai";
}
