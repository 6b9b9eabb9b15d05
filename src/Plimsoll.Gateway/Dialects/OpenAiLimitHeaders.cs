using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Transport;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Limits as OpenAI's headers: whole amounts and the time until all is back, as a duration. Plans, which OpenAI's own
/// API does not have, are told in whole credits under names of the same form.
/// </summary>
internal static class OpenAiLimitHeaders
{
    private static readonly Names Requests = new("requests");
    private static readonly Names Tokens = new("tokens");
    private static readonly Names SessionCredits = new("session-credits");
    private static readonly Names WeekCredits = new("week-credits");

    /// <summary>Writes the headers of a request's limits.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        Write(headers, Requests, report.Tightest(LimitKind.Requests), report.Now, unit: 1);
        Write(headers, Tokens, report.Tokens(), report.Now, unit: 1);
        Write(headers, SessionCredits, report.MostUtilized(LimitKind.Session), report.Now, Credits.MicroPerCredit);
        Write(headers, WeekCredits, report.MostUtilized(LimitKind.Week), report.Now, Credits.MicroPerCredit);
        headers.Link = "</usage>; rel=\"describedby\"";
    }

    private static void Write(IHeaderDictionary headers, Names names, LimitState? state, Instant now, long unit)
    {
        if (state is not { } limit)
            return;
        headers.Put(names.Limit, limit.Limit / unit);
        headers.Put(names.Remaining, limit.Remaining / unit);
        headers.Put(names.Reset, WireTime.Span((limit.ResetsAt ?? now) - now));
    }

    /// <summary>Names of the headers of one limit: the same in every answer.</summary>
    private sealed class Names(string limit)
    {
        public HeaderName Limit { get; } = new($"x-ratelimit-limit-{limit}");

        public HeaderName Remaining { get; } = new($"x-ratelimit-remaining-{limit}");

        public HeaderName Reset { get; } = new($"x-ratelimit-reset-{limit}");
    }
}
