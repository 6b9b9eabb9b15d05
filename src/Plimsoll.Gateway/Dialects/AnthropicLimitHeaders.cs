using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Transport;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Limits as Anthropic's headers. Rates: whole amounts and RFC 3339 resets. Plans: see
/// <see cref="AnthropicUnifiedHeaders"/>.
/// </summary>
internal static class AnthropicLimitHeaders
{
    private static readonly Names Requests = new("requests");
    private static readonly Names InputTokens = new("input-tokens");
    private static readonly Names OutputTokens = new("output-tokens");
    private static readonly Names Tokens = new("tokens");

    /// <summary>Writes the headers of a request's limits.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        Write(headers, Requests, report.Tightest(LimitKind.Requests), isTokens: false, report.Now);
        Write(headers, InputTokens, report.Tightest(LimitKind.InputTokens), isTokens: true, report.Now);
        Write(headers, OutputTokens, report.Tightest(LimitKind.OutputTokens), isTokens: true, report.Now);
        Write(headers, Tokens, report.Tokens(), isTokens: true, report.Now);

        // A client takes a refusal with these headers for a spent plan and stops, and one without for a passing one.
        if (report.Binding is null or { Kind: LimitKind.Session or LimitKind.Week or LimitKind.Overage })
            AnthropicUnifiedHeaders.Write(headers, report);
    }

    private static void Write(IHeaderDictionary headers, Names names, LimitState? state, bool isTokens, Instant now)
    {
        if (state is not { } limit)
            return;
        var remaining = isTokens ? WireAmount.RoundedTokens(limit) : limit.Remaining;
        headers.Put(names.Limit, limit.Limit);
        headers.Put(names.Remaining, remaining);
        headers.Put(names.Reset, WireTime.Rfc3339(limit.ResetsAt ?? now));
    }

    /// <summary>Names of the headers of one limit: the same in every answer.</summary>
    private sealed class Names(string limit)
    {
        public HeaderName Limit { get; } = new($"anthropic-ratelimit-{limit}-limit");

        public HeaderName Remaining { get; } = new($"anthropic-ratelimit-{limit}-remaining");

        public HeaderName Reset { get; } = new($"anthropic-ratelimit-{limit}-reset");
    }
}
