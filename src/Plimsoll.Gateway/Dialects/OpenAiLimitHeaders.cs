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
    /// <summary>Writes the headers of a request's limits.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        Write(headers, "requests", report.Tightest(LimitKind.Requests), report.Now, unit: 1);
        Write(headers, "tokens", report.Tokens(), report.Now, unit: 1);
        var windows = report.Windows();
        foreach (var (name, kind) in new[] { ("session", LimitKind.Session), ("week", LimitKind.Week) })
        {
            var most = LimitState.MostUtilized([.. windows.Where(window => window.Kind == kind)]);
            Write(headers, $"{name}-credits", most, report.Now, Credits.MicroPerCredit);
        }

        headers.Link = "</usage>; rel=\"describedby\"";
    }

    private static void Write(IHeaderDictionary headers, string name, LimitState? state, Instant now, long unit)
    {
        if (state is not { } limit)
            return;
        headers[$"x-ratelimit-limit-{name}"] = WireAmount.Text(limit.Limit / unit);
        headers[$"x-ratelimit-remaining-{name}"] = WireAmount.Text(limit.Remaining / unit);
        headers[$"x-ratelimit-reset-{name}"] = WireTime.Span((limit.ResetsAt ?? now) - now);
    }
}
