using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Limits as Anthropic's headers: RFC 3339 resets and whole amounts for tiers; fractions of 1 and epoch seconds for
/// plans.
/// </summary>
internal static class AnthropicLimitHeaders
{
    private const string Tier = "anthropic-ratelimit-";
    private const string Plan = "anthropic-ratelimit-unified-";

    // Thresholds seen on the wire: reference deal-and-limits, B2.
    private const double SessionWarning = 0.9;
    private const double WeekWarning = 0.75;

    /// <summary>Writes the headers of a tier's or a plan's account.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        if (report.Terms.Tier is not null)
            WriteTier(headers, report);
        else
            WritePlan(headers, report);
    }

    private static void WriteTier(IHeaderDictionary headers, LimitReport report)
    {
        WriteBucket(headers, "requests", report[LimitKind.Requests], report.Now);
        WriteBucket(headers, "input-tokens", report[LimitKind.InputTokens], report.Now);
        WriteBucket(headers, "output-tokens", report[LimitKind.OutputTokens], report.Now);
        if (report[LimitKind.InputTokens] is { } input && report[LimitKind.OutputTokens] is { } output)
            WriteBucket(headers, "tokens", TokenSum.Of(input, output), report.Now);
    }

    private static void WriteBucket(IHeaderDictionary headers, string name, LimitState? state, Instant now)
    {
        if (state is not { } bucket)
            return;
        headers[$"{Tier}{name}-limit"] = Whole(bucket.Limit);
        headers[$"{Tier}{name}-remaining"] = Whole(bucket.Remaining);
        headers[$"{Tier}{name}-reset"] = WireTime.Rfc3339(bucket.ResetsAt ?? now);
    }

    private static void WritePlan(IHeaderDictionary headers, LimitReport report)
    {
        if (report[LimitKind.Session] is not { } session || report[LimitKind.Week] is not { } week)
            return;
        var sessionStatus = WriteWindow(headers, "5h", session, report, SessionWarning);
        var weekStatus = WriteWindow(headers, "7d", week, report, WeekWarning);
        var speaks = report.Binding ?? LimitState.MostUtilized([session, week])!.Value;
        var isWeek = speaks.Kind == LimitKind.Week;
        headers[$"{Plan}status"] = isWeek ? weekStatus : sessionStatus;
        headers[$"{Plan}representative-claim"] = isWeek ? "seven_day" : "five_hour";
        if (speaks.ResetsAt is { } reset)
            headers[$"{Plan}reset"] = Whole(WireTime.EpochSeconds(reset));
    }

    private static string WriteWindow(
        IHeaderDictionary headers,
        string name,
        LimitState state,
        LimitReport report,
        double threshold)
    {
        var isWarning = state.Utilization >= threshold;
        var status = report.Binds(state.Kind) ? "rejected"
            : isWarning ? "allowed_warning"
            : "allowed";
        headers[$"{Plan}{name}-status"] = status;
        headers[$"{Plan}{name}-utilization"] = Fraction(state.Utilization);
        if (state.ResetsAt is { } reset)
            headers[$"{Plan}{name}-reset"] = Whole(WireTime.EpochSeconds(reset));
        if (isWarning)
            headers[$"{Plan}{name}-surpassed-threshold"] = Fraction(threshold);
        return status;
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Fraction(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
