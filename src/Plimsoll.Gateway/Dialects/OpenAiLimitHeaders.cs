using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Limits as OpenAI's headers: whole amounts and the time until all is back, as a duration. Plans, which OpenAI's own
/// API does not have, are told in whole credits under names of the same form.
/// </summary>
internal static class OpenAiLimitHeaders
{
    /// <summary>Writes the headers of a tier's or a plan's account.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        Write(headers, "requests", report[LimitKind.Requests], report.Now, unit: 1);
        if (report[LimitKind.InputTokens] is { } input && report[LimitKind.OutputTokens] is { } output)
            Write(headers, "tokens", TokenSum.Of(input, output), report.Now, unit: 1);
        Write(headers, "session-credits", report[LimitKind.Session], report.Now, Credits.MicroPerCredit);
        Write(headers, "week-credits", report[LimitKind.Week], report.Now, Credits.MicroPerCredit);
        headers.Link = "</usage>; rel=\"describedby\"";
    }

    private static void Write(IHeaderDictionary headers, string name, LimitState? state, Instant now, long unit)
    {
        if (state is not { } limit)
            return;
        headers[$"x-ratelimit-limit-{name}"] = Whole(limit.Limit / unit);
        headers[$"x-ratelimit-remaining-{name}"] = Whole(limit.Remaining / unit);
        headers[$"x-ratelimit-reset-{name}"] = WireTime.Span((limit.ResetsAt ?? now) - now);
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
