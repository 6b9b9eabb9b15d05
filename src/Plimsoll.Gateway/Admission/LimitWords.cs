using System.Globalization;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>Says in words which limit refused a request.</summary>
internal static class LimitWords
{
    /// <summary>The refusal, with the whole seconds after which the same request fits.</summary>
    public static Refusal Refuse(Decision.Rejected rejected, AccountTerms terms, Instant now)
    {
        var limit = rejected.Binding;
        var scope = limit.Class is null ? "" : $" for {limit.Class}";
        var holder = terms.Tier is null ? $"plan {terms.Plan}" : $"tier {terms.Tier}";
        var reset = limit.ResetsAt is { } at ? $"; all of it is back at {WireTime.Rfc3339(at)}" : "";
        var state = $"This request would exceed the {Name(limit.Kind)} limit of {holder}{scope}: " +
            $"limit {Amount(limit.Kind, limit.Limit)}, used {Amount(limit.Kind, limit.Used)}, " +
            $"reserved {Amount(limit.Kind, limit.Reserved)}, remaining {Amount(limit.Kind, limit.Remaining)}" +
            $" {Unit(limit.Kind)}{reset}.";
        if (rejected.RetryAt is not { } retryAt)
        {
            var never = $"{state} It is larger than the limit itself and never fits: send a smaller request.";
            return new Refusal(RefusalKind.LimitReached, never);
        }

        var seconds = (retryAt - now).CeilingSeconds();
        return new Refusal(RefusalKind.LimitReached, $"{state} Retry after {seconds} s.", null, seconds);
    }

    /// <summary>Name of a limit.</summary>
    public static string Name(LimitKind kind) => kind switch
    {
        LimitKind.Requests => "requests-per-minute",
        LimitKind.InputTokens => "input-tokens-per-minute",
        LimitKind.OutputTokens => "output-tokens-per-minute",
        LimitKind.Session => "session",
        _ => "week",
    };

    /// <summary>Unit that a limit is told in.</summary>
    public static string Unit(LimitKind kind) => kind switch
    {
        LimitKind.Requests => "requests",
        LimitKind.InputTokens or LimitKind.OutputTokens => "tokens",
        _ => "credits",
    };

    /// <summary>An amount of a limit in its unit, exact: windows are kept in millionths of a credit.</summary>
    public static decimal InUnit(LimitKind kind, long amount) =>
        kind is LimitKind.Session or LimitKind.Week ? amount / (decimal)Credits.MicroPerCredit : amount;

    private static string Amount(LimitKind kind, long amount) =>
        InUnit(kind, amount).ToString("#,0.######", CultureInfo.InvariantCulture);
}
