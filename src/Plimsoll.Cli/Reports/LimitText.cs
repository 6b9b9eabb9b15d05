using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>How limits, amounts and decisions read in tables and sentences.</summary>
internal static class LimitText
{
    /// <summary>What stands where nothing does.</summary>
    public const string None = "—";

    private const decimal Millionths = 1e6m;

    /// <summary>The unit in which a limit is told, and what it counts.</summary>
    public static string Unit(in LimitState state) => state.Kind switch
    {
        LimitKind.Requests => $"requests per {Period(state.Terms)}",
        LimitKind.InputTokens => $"input tokens per {Period(state.Terms)}",
        LimitKind.OutputTokens => $"output tokens per {Period(state.Terms)}",
        LimitKind.Session or LimitKind.Week => "credits",
        LimitKind.Spend or LimitKind.Overage => "USD",
        LimitKind.Concurrency => "requests at once",
        _ => $"tokens in {Period(state.Terms)}",
    };

    /// <summary>An amount in the unit of a kind, exact.</summary>
    public static string Amount(LimitKind kind, long amount)
    {
        if (amount == long.MaxValue)
            return "∞";
        var value = kind is LimitKind.Session or LimitKind.Week or LimitKind.Spend or LimitKind.Overage
            ? amount / Millionths : amount;
        return value.ToString("#,0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>A limit by where it is stated, such as <c>pro session</c>.</summary>
    public static string Title(PlacedLimit limit) => limit.State.Terms is RateLimit or OverageTerms
        ? $"{limit.State.Set} {limit.State.Terms.Name} {Kind(limit.State.Kind)}"
        : $"{limit.State.Set} {limit.State.Terms.Name}";

    /// <summary>A limit on two lines: who keeps it, then where it is stated and its unit.</summary>
    public static string Lines(PlacedLimit limit) =>
        $"{Keeper(limit)}\n{limit.State.Set} {limit.State.Terms.Name}, {Unit(limit.State)}";

    /// <summary>The scope that keeps a limit, such as <c>seat acme/alice</c>.</summary>
    public static string Keeper(PlacedLimit limit) => $"{SnakeCase.Of(limit.State.Level)} {limit.Keeper}";

    /// <summary>A limit by its name, such as <c>session of the seat</c>.</summary>
    public static string Name(LimitName limit)
    {
        var kind = Kind(limit.Kind);
        return (limit.Name == kind ? kind : $"{limit.Name} {kind}") + $" of the {SnakeCase.Of(limit.Level)}";
    }

    /// <summary>A kind in words.</summary>
    public static string Kind(LimitKind kind) => SnakeCase.Of(kind).Replace('_', ' ');

    /// <summary>An answer in words.</summary>
    public static string Answer(ReplayedAnswer answer) => answer.Decision is { } decision
        ? Decision(decision) : $"grant: {SnakeCase.Of(answer.Grant!.Value).Replace('_', ' ')}";

    /// <summary>A decision in words.</summary>
    public static string Decision(RecordedDecision decision) => decision switch
    {
        RecordedDecision.Admitted { IsOverage: true } => "admitted as overage",
        RecordedDecision.Admitted => "admitted",
        RecordedDecision.Repeated => "known, in flight",
        RecordedDecision.Duplicate => "known, ended",
        RecordedDecision.NotIncluded => "not included",
        RecordedDecision.Rejected { RetryAt: { } at } one =>
            $"refused by {Name(one.Binding)} until {InstantText.Of(at)}",
        RecordedDecision.Rejected one => $"refused by {Name(one.Binding)} for good",
        _ => throw new InvalidOperationException($"Unknown decision {decision}."),
    };

    /// <summary>Tokens by kind in words; none for none.</summary>
    public static string Usage(in TokenUsage usage)
    {
        var parts = new (Tokens Tokens, string What)[]
        {
            (usage.Input, "input"),
            (usage.CacheWrite, "cache write"),
            (usage.CacheWriteLong, "long cache write"),
            (usage.CacheRead, "cache read"),
            (usage.Output, "output"),
        };
        var told = parts.Where(part => part.Tokens.Value > 0).Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Tokens.Value:#,0} {part.What}"));
        return string.Join(" + ", told) is { Length: > 0 } text ? $"{text} tokens" : "no tokens";
    }

    /// <summary>An instant to the second, rounded down.</summary>
    public static string Time(Instant? at) => at is { } one
        ? one.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : None;

    /// <summary>An instant in full.</summary>
    public static string Exact(Instant? at, string never) => at is { } one ? InstantText.Of(one) : never;

    /// <summary>A length of time to the second, rounded up, by its two largest units.</summary>
    public static string Length(Duration length)
    {
        var seconds = length.CeilingSeconds();
        (long Count, string Unit)[] parts =
        [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ];
        var told = parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0);
        return string.Join(' ', told.Select(part => $"{part.Count} {part.Unit}")) is { Length: > 0 } text ? text : None;
    }

    private static string Period(LimitTerms terms) => Length(terms switch
    {
        RateLimit rate => rate.Period,
        AccelerationLimit growth => growth.Interval,
        _ => Duration.Zero,
    }).Replace("1 min", "min", StringComparison.Ordinal);
}
