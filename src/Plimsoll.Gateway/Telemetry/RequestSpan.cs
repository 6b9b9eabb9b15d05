using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>
/// The spans of one request: one of its own, and beneath it one for each upstream that was tried. Not safe to share
/// between threads.
/// </summary>
internal sealed class RequestSpan
{
    private readonly ActivitySource source;
    private readonly string operation;
    private readonly Activity whole;
    private Activity? attempt;

    private RequestSpan(ActivitySource source, string operation, Activity whole) =>
        (this.source, this.operation, this.whole) = (source, operation, whole);

    /// <summary>
    /// Begins a request's span, beneath the client's where it sent a <c>traceparent</c>; null when nobody traces. Of
    /// the client's context only its ids are taken.
    /// </summary>
    public static RequestSpan? Begin(ActivitySource source, string operation, HttpRequest request)
    {
        if (!source.HasListeners())
            return null;
        ActivityContext.TryParse(request.Headers.TraceParent, null, isRemote: true, out var parent);
        var whole = source.StartActivity(operation, ActivityKind.Server, parent);
        if (whole is null)
            return null;
        whole.SetTag("gen_ai.operation.name", operation);
        whole.SetTag("http.request.method", request.Method);
        whole.SetTag("url.path", request.Path.Value);
        return new RequestSpan(source, operation, whole);
    }

    /// <summary>Trace context of the attempt under way, to be sent upstream; null: there is none.</summary>
    public string? TraceParent => attempt?.Id;

    /// <summary>Tells who asks for what.</summary>
    public void Admitted(Ticket ticket)
    {
        whole.DisplayName = $"{operation} {ticket.Class.Name}";
        whole.SetTag("gen_ai.request.model", ticket.Request.Model);
        whole.SetTag("plimsoll.class", ticket.Class.Name);
        whole.SetTag("plimsoll.key", ticket.Account.Key.Name);
        whole.SetTag("plimsoll.scope", ticket.Account.Path.Name);
        whole.SetTag("plimsoll.queue.duration", ticket.Waited.Seconds);
        if (ticket.Request.MaxTokens is { } most)
            whole.SetTag("gen_ai.request.max_tokens", most);
    }

    /// <summary>Begins the span of an attempt.</summary>
    public void SentTo(UpstreamOptions upstream, string provider)
    {
        EndAttempt(null);
        attempt = source.StartActivity(whole.DisplayName, ActivityKind.Client, whole.Context);
        attempt?.SetTag("gen_ai.operation.name", operation);
        attempt?.SetTag("gen_ai.provider.name", provider);
        attempt?.SetTag("server.address", upstream.BaseUrl.Host);
        attempt?.SetTag("server.port", upstream.BaseUrl.Port);
        attempt?.SetTag("plimsoll.upstream", upstream.Name);
    }

    /// <summary>Ends the span of the attempt under way.</summary>
    public void EndAttempt(string? error)
    {
        Conclude(attempt, error);
        attempt = null;
    }

    /// <summary>Tells what was charged.</summary>
    public void Charged(in TokenUsage usage, long input, double credits)
    {
        whole.SetTag("gen_ai.usage.input_tokens", input);
        whole.SetTag("gen_ai.usage.output_tokens", usage.Output.Value);
        whole.SetTag("gen_ai.usage.cache_read.input_tokens", usage.CacheRead.Value);
        whole.SetTag("gen_ai.usage.cache_creation.input_tokens", usage.CacheWrite.Value + usage.CacheWriteLong.Value);
        whole.SetTag("plimsoll.credits", credits);
    }

    /// <summary>Tells what it caused.</summary>
    public void Caused(long joules, double grams)
    {
        whole.SetTag("plimsoll.energy", joules);
        whole.SetTag("plimsoll.carbon", grams);
    }

    /// <summary>Tells when the first output came.</summary>
    public void FirstOutput(double seconds) => whole.SetTag("gen_ai.response.time_to_first_chunk", seconds);

    /// <summary>Ends every span of the request.</summary>
    public void End(int status, string? error, string? name)
    {
        EndAttempt(error);
        whole.SetTag("http.response.status_code", status);
        if (name is not null)
            whole.SetTag("plimsoll.request", name);
        Conclude(whole, error);
    }

    private static void Conclude(Activity? span, string? error)
    {
        if (span is null)
            return;
        if (error is not null)
        {
            span.SetTag("error.type", error);
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }
}
