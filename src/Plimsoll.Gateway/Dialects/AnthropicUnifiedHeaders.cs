using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Sessions, weeks and overage as Anthropic's headers: fractions of 1 and resets in epoch seconds.</summary>
internal static class AnthropicUnifiedHeaders
{
    private const string Prefix = "anthropic-ratelimit-unified-";
    private const string Allowed = "allowed";
    private const string Warning = "allowed_warning";
    private const string Rejected = "rejected";

    /// <summary>Writes them where a plan's windows limit the request.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        var windows = report.Windows();
        if (windows.IsEmpty)
            return;
        foreach (var window in windows)
        {
            var (name, status) = (Name(window, "5h", "7d"), StatusOf(window, report));
            headers[$"{Prefix}{name}-status"] = status;
            WriteAmount(headers, name, window, ThresholdOf(window, report.Warnings));
        }

        var overage = WriteOverage(headers, report);
        WriteSpeaker(headers, report, windows, overage);
    }

    private static void WriteSpeaker(
        IHeaderDictionary headers, LimitReport report, ImmutableArray<LimitState> windows, LimitState? overage)
    {
        var speaks = report.IsOverage && overage is { } paying ? paying
            : report.Binding ?? LimitState.MostUtilized(windows.AsSpan())!.Value;
        headers[$"{Prefix}status"] = StatusOf(speaks, report);
        headers[$"{Prefix}representative-claim"] = speaks.Kind == LimitKind.Overage
            ? "overage"
            : Name(speaks, "five_hour", "seven_day");
        if (speaks.ResetsAt is { } reset)
            headers[$"{Prefix}reset"] = WireAmount.Text(WireTime.EpochSeconds(reset));
    }

    /// <returns>The cap that stands for all of overage; null where no terms offer it.</returns>
    private static LimitState? WriteOverage(IHeaderDictionary headers, LimitReport report)
    {
        ImmutableArray<LimitState> caps = [.. report.States.Where(state => state.Kind == LimitKind.Overage)];
        if (report.Overage == OverageStatus.NotOffered || caps.IsEmpty)
            return null;
        ImmutableArray<LimitState> finite = [.. caps.Where(cap => !WireAmount.IsUnlimited(cap))];
        var cap = LimitState.MostUtilized(finite.AsSpan()) ?? caps.FirstOrDefault(state => state.ResetsAt is not null);
        headers[$"{Prefix}overage-status"] = report.Overage == OverageStatus.Available
            ? StatusOf(cap, report)
            : Rejected;
        headers[$"{Prefix}overage-in-use"] = report.IsOverage ? "true" : "false";
        if (ReasonOf(report.Overage) is { } reason)
            headers[$"{Prefix}overage-disabled-reason"] = reason;
        if (finite.IsEmpty && cap.ResetsAt is { } reset)
            headers[$"{Prefix}overage-reset"] = WireAmount.Text(WireTime.EpochSeconds(reset));
        if (!finite.IsEmpty)
            WriteAmount(headers, "overage", cap, report.Warnings.Overage);
        return cap;
    }

    private static void WriteAmount(IHeaderDictionary headers, string name, in LimitState state, double threshold)
    {
        headers[$"{Prefix}{name}-utilization"] = WireAmount.Text(WireAmount.Fraction(state));
        if (state.ResetsAt is { } reset)
            headers[$"{Prefix}{name}-reset"] = WireAmount.Text(WireTime.EpochSeconds(reset));
        if (state.Utilization >= threshold)
            headers[$"{Prefix}{name}-surpassed-threshold"] = WireAmount.Text((decimal)threshold);
    }

    /// <summary>
    /// A full window rejects where the request was refused or is paid otherwise; one that this very request filled has
    /// let it pass.
    /// </summary>
    private static string StatusOf(in LimitState state, LimitReport report)
    {
        var isPassedBy = report.Binding is not null || (report.IsOverage && state.Kind != LimitKind.Overage);
        if (isPassedBy && state.Remaining == 0)
            return Rejected;
        var isNear = !WireAmount.IsUnlimited(state) && state.Utilization >= ThresholdOf(state, report.Warnings);
        return isNear ? Warning : Allowed;
    }

    private static double ThresholdOf(in LimitState state, WarningThresholds warnings) => state.Kind switch
    {
        LimitKind.Session => warnings.Session,
        LimitKind.Week => warnings.Week,
        _ => warnings.Overage,
    };

    private static string Name(in LimitState window, string session, string week)
    {
        var name = window.Kind == LimitKind.Session ? session : week;
        return window.Class is { } only ? $"{name}_{Token(only)}" : name;
    }

    /// <summary>A class's name with what a header's name may not have replaced.</summary>
    private static string Token(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' ? letter : '_'));

    /// <summary>
    /// Reasons as clients know them; that consent is missing, for which they have no word, has the gateway's own.
    /// </summary>
    private static string? ReasonOf(OverageStatus status) => status switch
    {
        OverageStatus.Disabled => "org_level_disabled",
        OverageStatus.OutOfCredit => "out_of_credits",
        OverageStatus.CapReached => "org_spend_cap_reached",
        OverageStatus.NeedsConsent => "consent_required",
        _ => null,
    };
}
