using System.Globalization;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>Says in words which limit refused a request.</summary>
internal static class LimitWords
{
    /// <summary>The answer to a request that a limit has no room for.</summary>
    public static ErrorAnswer Refuse(Refusal.Rejected rejected, Account account, Policy policy, Instant now)
    {
        var limit = rejected.Binding;
        long? seconds = rejected.RetryAt is { } at ? (at - now).CeilingSeconds() : null;
        if (limit.Terms is SpendLimit spend)
            return RefuseSpend(spend, limit, account, seconds);
        var scope = limit.Class is null ? "" : $" for {limit.Class}";
        var reset = limit.ResetsAt is { } back ? $"; all of it is back at {WireTime.Rfc3339(back)}" : "";
        var message = $"This request would exceed the {LimitNames.Of(limit)} limit of " +
            $"{Holder(limit, account, policy)}{scope}: " +
            $"limit {Amount(limit.Kind, limit.Limit)}, used {Amount(limit.Kind, limit.Used)}, " +
            $"reserved {Amount(limit.Kind, limit.Reserved)}, remaining {Amount(limit.Kind, limit.Remaining)}" +
            $" {LimitNames.Unit(limit.Kind)}{reset}.{Why(limit)}{Overage(rejected.Overage)}";
        return seconds is null
            ? new ErrorAnswer(ErrorKind.LimitReached, $"{message} {Never(limit)}")
            : new ErrorAnswer(ErrorKind.LimitReached, $"{message} Retry after {seconds} s.", null, seconds);
    }

    /// <summary>What kind of caps a plan or tier, or a set of some scope, is called in messages.</summary>
    private static string Holder(in LimitState limit, Account account, Policy policy)
    {
        if (policy.Plans.ContainsKey(limit.Set))
            return $"plan {limit.Set}";
        if (policy.Tiers.ContainsKey(limit.Set))
            return $"tier {limit.Set}";
        return $"{LimitNames.Of(limit.Level)} {account.At(limit.Level)?.Path}";
    }

    private static ErrorAnswer RefuseSpend(SpendLimit spend, in LimitState limit, Account account, long? seconds)
    {
        var back = limit.ResetsAt is { } at
            ? at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC"
            : "a change of the limit";
        var amounts = $"{Amount(LimitKind.Spend, limit.Used + limit.Reserved)} of " +
            $"{Amount(LimitKind.Spend, limit.Limit)} USD are used";
        var period = LimitNames.Adverb(spend.Period);
        var workspace = limit.Level == ScopeLevel.Workspace ? "workspace " : "";
        return spend.Cap switch
        {
            SpendCap.Tier => new(
                ErrorKind.TierSpendReached,
                $"The {period} spend limit of the tier is reached: {amounts}. It is raised or back at {back}."),
            SpendCap.Own => new(
                ErrorKind.OwnSpendReached,
                $"You have reached your specified {workspace}API usage limits: {amounts} by " +
                $"{LimitNames.Of(limit.Level)} {account.At(limit.Level)?.Path}. You will regain access at {back}."),
            _ => new(
                ErrorKind.OperatorSpendReached,
                $"spend limit reached ({period}; resets {back}): {amounts}.",
                null,
                seconds),
        };
    }

    /// <summary>Limits whose refusal has little to do with how much is used say what they are about.</summary>
    private static string Why(in LimitState limit) => limit.Kind switch
    {
        LimitKind.Concurrency => " Too many requests are in flight at once; this is not a usage limit.",
        LimitKind.Acceleration => " Usage grows faster than is allowed; raise it step by step.",
        _ => "",
    };

    private static string Never(in LimitState limit) =>
        limit.Kind is LimitKind.Requests or LimitKind.InputTokens or LimitKind.OutputTokens && limit.Limit > 0
            ? "It is larger than the limit itself and never fits: send a smaller request."
            : "Waiting does not help: the limit has to be raised.";

    private static string Overage(OverageStatus status) => status switch
    {
        OverageStatus.Disabled => " Paying for more is switched off.",
        OverageStatus.NeedsConsent => " You may go on by paying for more, once you agree to it at POST /usage/overage.",
        OverageStatus.OutOfCredit => " The credit that was bought to go on is spent.",
        OverageStatus.CapReached => " The cap on paying for more is reached.",
        _ => "",
    };

    private static string Amount(LimitKind kind, long amount) =>
        WireAmount.InUnit(kind, amount).ToString("#,0.######", CultureInfo.InvariantCulture);
}
