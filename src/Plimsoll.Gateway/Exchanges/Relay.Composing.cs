using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What goes to the upstream.</summary>
internal sealed partial class Relay
{
    // The client's own credentials, its cookies and its idea of the connection stay here.
    private static readonly string[] PassedRequestHeaders =
        ["accept", "anthropic-beta", "anthropic-version", "user-agent"];

    private static readonly string[] TranslatedRequestHeaders = ["accept", "user-agent"];

    private static readonly byte[] MaxTokens = "\"max_tokens\""u8.ToArray();

    /// <summary>The request as its upstream gets it.</summary>
    public UpstreamRequest Compose(Outbound outbound)
    {
        var (asked, spoken, translator) = (outbound.Request, outbound.Dialect, outbound.Translator);
        var query = translator is null ? http.Request.QueryString.Value : null;
        var edits = spoken.Edits(asked);
        if (outbound.Upstream.Models.TryGetValue(ticket.Class.Name, out var model))
        {
            var name = JsonEncodedText.Encode(model).EncodedUtf8Bytes;
            edits = edits.Append(new BodyEdit(asked.ModelAt, (byte[])[(byte)'"', .. name, (byte)'"']));
        }

        if (outbound.Upstream.KnowsOnlyMaxTokens && asked.NewerBoundAt is { } bound)
            edits = edits.Append(new BodyEdit(bound, MaxTokens));
        if (asked.LaneAt is { } lane && IsDowngraded())
            edits = edits.Append(new BodyEdit(lane, spoken.StandardTier));

        var request = new UpstreamRequest("POST", gateway.Upstreams.PathOf(outbound.Upstream, spoken.Path), query)
        {
            Body = BodyEdit.Apply(outbound.Body, edits),
        };
        request.Add("content-type", Json);
        foreach (var name in translator is null ? PassedRequestHeaders : TranslatedRequestHeaders)
        {
            foreach (var value in http.Request.Headers[name])
            {
                if (value is not null && UpstreamRequest.CanSend(value))
                    request.Add(name, value);
            }
        }

        request.Add("accept-encoding", "identity");
        if (outbound.Heard is not null)
            request.Add(LoadHeaders.Asked.Key, LoadHeaders.Asked.Value);
        if (answer.Observed.TraceParent is { } traced)
            request.Add("traceparent", traced);
        translator?.AddHeaders(request);
        if (outbound.Upstream.ApiKey is { } key)
            spoken.Authorize(request, key);
        return request;
    }

    /// <summary>
    /// Whether the request asked for the reserved lane by name, or was put on it, and is served on the standard one: an
    /// upstream that has such a lane of its own must not use it.
    /// </summary>
    private bool IsDowngraded() => ticket.Request.Lane.Lane == Lane.Priority
        && ticket.Hold.Request.Lane == Lane.Standard
        && (ticket.Request.Lane.IsExplicit || ticket.Asked.Lane == Lane.Priority);
}
