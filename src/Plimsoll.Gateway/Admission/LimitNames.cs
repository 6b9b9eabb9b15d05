using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>What limits, their levels and their units are called.</summary>
internal static class LimitNames
{
    /// <summary>Name of the monthly cap on overage.</summary>
    public const string MonthlyOverage = "overage-per-month";

    private static readonly ImmutableArray<string> Caps = ["overage-per-day", MonthlyOverage, "overage-credit"];

    /// <summary>Name of a limit, such as <c>requests-per-minute</c>, <c>session</c> or <c>spend-per-day</c>.</summary>
    public static string Of(in LimitState state) => state.Kind switch
    {
        LimitKind.Requests => $"requests-per-{Period(state.Terms)}",
        LimitKind.InputTokens => $"input-tokens-per-{Period(state.Terms)}",
        LimitKind.OutputTokens => $"output-tokens-per-{Period(state.Terms)}",
        LimitKind.Session => "session",
        LimitKind.Week => "week",
        LimitKind.Spend => $"spend-per-{Noun(((SpendLimit)state.Terms).Period)}",
        LimitKind.Concurrency => "concurrency",
        LimitKind.Acceleration => "acceleration",
        LimitKind.Overage => "overage",
        _ => throw Unknown(state.Kind),
    };

    /// <summary>
    /// Names of limits in the order in which they are told: one set of terms makes three caps on overage, of which the
    /// state itself does not say which it is.
    /// </summary>
    public static ImmutableArray<string> All(IEnumerable<LimitState> states)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var caps = 0;
        foreach (var state in states)
        {
            caps = state.Kind == LimitKind.Overage ? caps % Caps.Length : 0;
            names.Add(state.Kind == LimitKind.Overage ? Caps[caps++] : Of(state));
        }

        return names.DrainToImmutable();
    }

    /// <summary>Name of a level: a seat is a user's.</summary>
    public static string Of(ScopeLevel level) => level switch
    {
        ScopeLevel.Organization => "organization",
        ScopeLevel.Workspace => "workspace",
        ScopeLevel.Seat => "user",
        ScopeLevel.Key => "key",
        _ => throw Unknown(level),
    };

    /// <summary>Name of what came of a request to use a grant.</summary>
    public static string Of(ResetResult result) => SnakeCase.Of(result);

    /// <summary>Name of a lane.</summary>
    public static string Of(Lane lane) => SnakeCase.Of(lane);

    /// <summary>Name of what stands against overage, or of its being available.</summary>
    public static string Of(OverageStatus status) => SnakeCase.Of(status);

    /// <summary>Name of what an allowance multiplies.</summary>
    public static string Of(WindowKind window) => SnakeCase.Of(window);

    /// <summary>Unit that a limit is told in.</summary>
    public static string Unit(LimitKind kind) => kind switch
    {
        LimitKind.Requests or LimitKind.Concurrency => "requests",
        LimitKind.InputTokens or LimitKind.OutputTokens or LimitKind.Acceleration => "tokens",
        LimitKind.Spend or LimitKind.Overage => "usd",
        LimitKind.Session or LimitKind.Week => "credits",
        _ => throw Unknown(kind),
    };

    /// <summary>A calendar period as it stands before a noun.</summary>
    public static string Adverb(SpendPeriod period) => period switch
    {
        SpendPeriod.Day => "daily",
        SpendPeriod.Week => "weekly",
        SpendPeriod.Month => "monthly",
        _ => throw Unknown(period),
    };

    private static string Noun(SpendPeriod period) => SnakeCase.Of(period);

    private static InvalidOperationException Unknown<T>(T value)
        where T : struct, Enum => new($"There is no name for {typeof(T).Name} {value}.");

    private static string Period(LimitTerms terms)
    {
        var period = ((RateLimit)terms).Period;
        if (period == Duration.FromMinutes(1))
            return "minute";
        if (period == Duration.FromHours(1))
            return "hour";
        if (period == Duration.FromDays(1))
            return "day";
        return string.Create(CultureInfo.InvariantCulture, $"{period.Seconds:0.###}s");
    }
}
