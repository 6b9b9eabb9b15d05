using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>How limits, amounts and decisions read in tables and sentences.</summary>
internal static class LimitText
{
    private const int LongestScope = 24;

    /// <summary>What stands where nothing does.</summary>
    public const string None = "—";

    /// <summary>The unit in which a limit is told, and what it counts.</summary>
    public static string Unit(PlacedLimit limit) => limit.State.Terms switch
    {
        RateLimit rate => $"{Words(limit.State.Kind)} per {Per(rate.Period)}",
        AccelerationLimit growth => $"tokens in {Length(growth.Interval)}",
        ConcurrencyLimit => "requests at once",
        OverageTerms => $"USD {Words(limit.Cap!.Value)}",
        _ => LimitUnit.Of(limit.State.Kind).Words,
    };

    /// <summary>An amount in the unit of a kind, exact.</summary>
    public static string Amount(LimitKind kind, long amount) => amount == long.MaxValue
        ? "∞"
        : (amount / LimitUnit.Of(kind).Scale).ToString("#,0.######", CultureInfo.InvariantCulture);

    /// <summary>A limit by where it is stated, such as <c>pro session</c>.</summary>
    public static string Title(PlacedLimit limit) =>
        Title(limit.State.Set, LimitName.Of(limit.State), limit.Cap);

    /// <summary>The same of parts.</summary>
    public static string Title(string set, LimitName limit, OverageCap? cap) => limit.Kind switch
    {
        LimitKind.Requests or LimitKind.InputTokens or LimitKind.OutputTokens =>
            $"{set} {limit.Name} {Words(limit.Kind)}",
        LimitKind.Overage => $"{set} {limit.Name} {Words(cap!.Value)}",
        _ => $"{set} {limit.Name}",
    };

    /// <summary>A limit on two lines: who keeps it, then where it is stated and its unit.</summary>
    public static string Lines(PlacedLimit limit) =>
        $"{SnakeCase.Of(limit.State.Level)} {LimitText.Broken(limit.Keeper.Text)}\n"
        + $"{limit.State.Set} {limit.State.Terms.Name}, {Unit(limit)}";

    /// <summary>The scope that keeps a limit, such as <c>seat acme/alice</c>.</summary>
    public static string Keeper(PlacedLimit limit) => $"{SnakeCase.Of(limit.State.Level)} {limit.Keeper}";

    /// <summary>A limit by its name, such as <c>session of the seat</c>.</summary>
    public static string Name(LimitName limit) => $"{Short(limit)} of the {SnakeCase.Of(limit.Level)}";

    /// <summary>The same without its scope.</summary>
    public static string Short(LimitName limit)
    {
        var kind = Words(limit.Kind);
        return limit.Name == kind ? kind : $"{limit.Name} {kind}";
    }

    /// <summary>An answer in words.</summary>
    public static string Answer(ReplayedAnswer answer) => answer.Decision is { } decision
        ? Decision(decision) : $"grant: {Words(answer.Grant!.Value)}";

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

    /// <summary>A length of time, exact, by all of its units.</summary>
    public static string Length(Duration length)
    {
        var seconds = length.Nanoseconds / Duration.NanosecondsPerSecond;
        var fraction = length.Nanoseconds % Duration.NanosecondsPerSecond / (decimal)Duration.NanosecondsPerSecond;
        (decimal Count, string Unit)[] parts =
        [
            (seconds / 86_400, "d"),
            (seconds / 3600 % 24, "h"),
            (seconds / 60 % 60, "min"),
            ((seconds % 60) + fraction, "s"),
        ];
        var told = parts.Where(part => part.Count > 0).Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Count:0.#########} {part.Unit}"));
        return string.Join(' ', told) is { Length: > 0 } text ? text : None;
    }

    /// <summary>A length of time to the second, rounded up.</summary>
    public static string Wait(Duration length) =>
        Length(new Duration(length.CeilingSeconds() * Duration.NanosecondsPerSecond));

    /// <summary>A length of time after "per", where a single unit needs no number.</summary>
    private static string Per(Duration length) =>
        Length(length) is var text && text.Split(' ') is ["1", var unit] ? unit : text;

    private static string Words(OverageCap cap) => cap switch
    {
        OverageCap.Day => "by day",
        OverageCap.Month => "by month",
        OverageCap.Credit => "of credit bought",
        _ => throw new InvalidOperationException($"Unknown cap {cap}."),
    };

    /// <summary>The name of a value in words.</summary>
    private static string Words<T>(T value)
        where T : struct, Enum => SnakeCase.Of(value).Replace('_', ' ');

    /// <summary>The name of a scope, on one line a part where it is long.</summary>
    public static string Broken(string scope) =>
        scope.Length > LongestScope ? scope.Replace("/", "/\n", StringComparison.Ordinal) : scope;
}
