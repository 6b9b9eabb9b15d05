using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps limits as written to the core's, in an order that the order of the file does not change.</summary>
internal static class LimitCompiler
{
    private const string BatchRequests = "batch-requests";
    private const string BatchQueue = "batch-queue";
    private const string Overage = "overage";

    /// <summary>Name of a plan's week for one class.</summary>
    public static string WeekOf(string modelClass) => $"week-{modelClass}";

    /// <summary>Names that a set's limits have without being written.</summary>
    public static IReadOnlyList<string> FixedNames { get; } = [BatchRequests, BatchQueue, Overage];

    /// <summary>A plan's limits beside its session and week.</summary>
    public static ImmutableArray<LimitTerms> Of(PlanSpec plan) =>
        [.. InOrder(plan.Weeks, (name, week) => ClassWeek(name, week, plan.Week.Value)), .. Of((LimitSetSpec)plan)];

    /// <summary>The limits of a set.</summary>
    public static ImmutableArray<LimitTerms> Of(LimitSetSpec set) =>
    [
        .. InOrder(set.Rates, Rate),
        .. InOrder(set.Windows, (name, spec) => new WindowLimit
        {
            Name = name,
            Class = spec.Class,
            Lane = spec.Lane,
            Window = spec.Window,
            Limit = spec.Limit.Value,
        }),
        .. InOrder(set.Spend, (name, spec) => new SpendLimit
        {
            Name = name,
            Class = spec.Class,
            Lane = spec.Lane,
            Period = spec.Period,
            Limit = spec.Limit.Value,
            Cap = spec.Cap,
        }),
        .. InOrder(set.Concurrency, (name, spec) => new ConcurrencyLimit
        {
            Name = name,
            Class = spec.Class,
            Lane = spec.Lane,
            Limit = Whole(spec.Limit.Value),
        }),
        .. InOrder(set.Acceleration, Acceleration),
        .. set.Batch is { } batch ? Batch(batch) : [],
        .. set.Overage is { } overage ? [OverageOf(overage)] : Array.Empty<LimitTerms>(),
    ];

    private static IEnumerable<LimitTerms> InOrder<T>(
        IReadOnlyDictionary<string, T> written, Func<string, T, LimitTerms> compile) =>
        written.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => compile(entry.Key, entry.Value));

    private static WindowLimit ClassWeek(string modelClass, ClassWeekSpec spec, Credits week) => new()
    {
        Name = WeekOf(modelClass),
        Class = modelClass,
        Window = WindowKind.Week,
        Limit = spec.Amount?.Value ?? new Credits((long)Math.Round(week.Micro * spec.Share!.Value.Value.Fraction)),
    };

    private static RateLimit Rate(string name, RateLimitSpec spec) => new()
    {
        Name = name,
        Class = spec.Class,
        Lane = spec.Lane,
        Period = spec.Period.Value,
        Requests = spec.Requests is { } requests ? Whole(requests.Value) : null,
        Input = spec.Input?.Value.Value,
        Output = spec.Output?.Value.Value,
        Burst = spec.Burst?.Value,
        Burn = spec.Burn is { } burn ? BurnOf(burn) : TokenBurn.Metered,
        WholeOutput = spec.WholeOutput,
        OnExceed = spec.OnExceed,
    };

    private static TokenBurn BurnOf(BurnSpec spec) => new(
        Millionths(spec.Input) ?? TokenBurn.Metered.Input,
        Millionths(spec.CacheWrite) ?? TokenBurn.Metered.CacheWrite,
        Millionths(spec.CacheWriteLong) ?? TokenBurn.Metered.CacheWriteLong,
        Millionths(spec.CacheRead) ?? TokenBurn.Metered.CacheRead,
        Millionths(spec.Output) ?? TokenBurn.Metered.Output);

    private static AccelerationLimit Acceleration(string name, AccelerationSpec spec) => new()
    {
        Name = name,
        Class = spec.Class,
        Lane = spec.Lane,
        Interval = spec.Interval.Value,
        Free = spec.Free.Value,
        Growth = spec.Growth.Value,
        OnExceed = spec.OnExceed,
    };

    private static IEnumerable<LimitTerms> Batch(BatchSpec spec)
    {
        if (spec.Requests is { } requests)
            yield return new RateLimit { Name = BatchRequests, Lane = Lane.Batch, Requests = requests.Value.Value };
        if (spec.Queue is { } queue)
            yield return new ConcurrencyLimit { Name = BatchQueue, Lane = Lane.Batch, Limit = Whole(queue.Value) };
    }

    private static OverageTerms OverageOf(OverageSpec spec) => new()
    {
        Name = Overage,
        Class = spec.Class,
        Lane = spec.Lane,
        Daily = spec.Daily?.Value,
        Monthly = spec.Monthly?.Value,
        Prepaid = spec.Prepaid,
    };

    private static long? Millionths(Input<Factor>? factor) =>
        factor is { } written ? (long)Math.Round(written.Value.Value * TokenBurn.One) : null;

    /// <summary>A whole number as written; a variant of it is rounded.</summary>
    private static long Whole(Count count) => (long)Math.Round(count.Value);
}
