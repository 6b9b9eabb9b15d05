using Microsoft.AspNetCore.Http;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Limits as Anthropic's headers. Rates: whole amounts and RFC 3339 resets. Plans: see
/// <see cref="AnthropicUnifiedHeaders"/>.
/// </summary>
internal static class AnthropicLimitHeaders
{
    private const string Prefix = "anthropic-ratelimit-";

    /// <summary>Writes the headers of a request's limits.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        Write(headers, "requests", report.Tightest(LimitKind.Requests), isTokens: false, report.Now);
        Write(headers, "input-tokens", report.Tightest(LimitKind.InputTokens), isTokens: true, report.Now);
        Write(headers, "output-tokens", report.Tightest(LimitKind.OutputTokens), isTokens: true, report.Now);
        Write(headers, "tokens", report.Tokens(), isTokens: true, report.Now);

        // A client takes a refusal with these headers for a spent plan and stops, and one without for a passing one.
        if (report.Binding is null or { Kind: LimitKind.Session or LimitKind.Week or LimitKind.Overage })
            AnthropicUnifiedHeaders.Write(headers, report);
    }

    private static void Write(IHeaderDictionary headers, string name, LimitState? state, bool isTokens, Instant now)
    {
        if (state is not { } limit)
            return;
        var remaining = isTokens ? WireAmount.RoundedTokens(limit) : limit.Remaining;
        headers[$"{Prefix}{name}-limit"] = WireAmount.Text(limit.Limit);
        headers[$"{Prefix}{name}-remaining"] = WireAmount.Text(remaining);
        headers[$"{Prefix}{name}-reset"] = WireTime.Rfc3339(limit.ResetsAt ?? now);
    }
}
