using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Transport;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Sessions, weeks and overage as Anthropic's headers: fractions of 1 and resets in epoch seconds.</summary>
internal static class AnthropicUnifiedHeaders
{
    private const string Prefix = "anthropic-ratelimit-unified-";
    private const string Allowed = "allowed";
    private const string Warning = "allowed_warning";
    private const string Rejected = "rejected";

    private static readonly HeaderName Status = new($"{Prefix}status");
    private static readonly HeaderName Claim = new($"{Prefix}representative-claim");
    private static readonly HeaderName Reset = new($"{Prefix}reset");

    /// <summary>Writes them where a plan's windows limit the request.</summary>
    public static void Write(IHeaderDictionary headers, LimitReport report)
    {
        if (report.MostUtilized() is not { } most)
            return;
        for (var at = 0; report.TryWindow(ref at, out var window); at++)
        {
            var names = Names.Of(window);
            headers.Put(names.Status, StatusOf(window, report));
            WriteAmount(headers, names, window, ThresholdOf(window, report.Warnings));
        }

        var overage = WriteOverage(headers, report);
        WriteSpeaker(headers, report, most, overage);
    }

    private static void WriteSpeaker(
        IHeaderDictionary headers, LimitReport report, in LimitState most, LimitState? overage)
    {
        var speaks = report.IsOverage && overage is { } paying ? paying : report.Binding ?? most;
        headers.Put(Status, StatusOf(speaks, report));
        headers.Put(Claim, speaks.Kind == LimitKind.Overage ? "overage" : Names.Of(speaks).Claim);
        if (speaks.ResetsAt is { } reset)
            headers.Put(Reset, WireTime.EpochSeconds(reset));
    }

    /// <returns>The cap that stands for all of overage; null where no terms offer it.</returns>
    private static LimitState? WriteOverage(IHeaderDictionary headers, LimitReport report)
    {
        if (report.Overage == OverageStatus.NotOffered)
            return null;
        ImmutableArray<LimitState> caps =
            [.. MemoryMarshal.ToEnumerable(report.States).Where(state => state.Kind == LimitKind.Overage)];
        if (caps.IsEmpty)
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
            WriteAmount(headers, Names.Overage, cap, report.Warnings.Overage);
        return cap;
    }

    private static void WriteAmount(IHeaderDictionary headers, Names names, in LimitState state, double threshold)
    {
        headers.Put(names.Utilization, WireAmount.FractionText(state));
        if (state.ResetsAt is { } reset)
            headers.Put(names.Reset, WireTime.EpochSeconds(reset));
        if (state.Utilization >= threshold)
            headers.Put(names.SurpassedThreshold, WireAmount.Text((decimal)threshold));
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

    /// <summary>Names of the headers of one window: the same in every answer.</summary>
    private sealed class Names(string name, string claim)
    {
        private static readonly ConcurrentDictionary<(LimitKind Kind, string? Class), Names> Known = [];

        public static Names Overage { get; } = new("overage", "overage");

        public HeaderName Status { get; } = new($"{Prefix}{name}-status");

        public HeaderName Utilization { get; } = new($"{Prefix}{name}-utilization");

        public HeaderName Reset { get; } = new($"{Prefix}{name}-reset");

        public HeaderName SurpassedThreshold { get; } = new($"{Prefix}{name}-surpassed-threshold");

        public string Claim { get; } = claim;

        public static Names Of(in LimitState window) => Known.GetOrAdd(
            (window.Kind, window.Class),
            static window =>
            {
                var isSession = window.Kind == LimitKind.Session;
                var only = window.Class is { } name ? $"_{Token(name)}" : "";
                return new Names((isSession ? "5h" : "7d") + only, (isSession ? "five_hour" : "seven_day") + only);
            });

        /// <summary>A class's name with what a header's name may not have replaced.</summary>
        private static string Token(string name) =>
            string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' ? letter : '_'));
    }
}
