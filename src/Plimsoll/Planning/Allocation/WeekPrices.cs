using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Planning.Allocation;

/// <summary>Shadow prices of a week: of each constraint that of the first goal which it changes.</summary>
internal sealed class WeekPrices
{
    /// <summary>Part of the largest price of a goal below which one is rounding.</summary>
    private const double Negligible = 1e-7;

    private readonly WeekAllocation allocation;
    private readonly ImmutableArray<double> least;

    public WeekPrices(WeekAllocation allocation)
    {
        this.allocation = allocation;
        least = [.. allocation.Levels.Select(level =>
            Negligible * level.Solution.Prices.Select(Math.Abs).DefaultIfEmpty().Max())];
    }

    /// <summary>What one more of what a constraint allows saves.</summary>
    public ShadowPrice Worth(WeekRowKind kind, int hour, int item, int part = 0) =>
        First(allocation.Programme.RowOf(kind, hour, item, part), (_, price) => -price);

    /// <summary>What one more of what a constraint asks for costs.</summary>
    public ShadowPrice Cost(WeekRowKind kind, int hour, int item, int part = 0) =>
        First(allocation.Programme.RowOf(kind, hour, item, part), (_, price) => price);

    /// <summary>What one more output token of a part of the load costs in an hour.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="item">Index of the part.</param>
    /// <param name="rank">Rank of its class.</param>
    /// <param name="output">Output tokens of its requests.</param>
    public ShadowPrice CostOfLoad(int hour, int item, int rank, double output)
    {
        // A constraint is about requests per second for an hour. What is asked for counts as unserved until it is
        // served, so that of its own goal the price is what serving it saves.
        var tokens = output * 3600;
        var found = First(allocation.Programme.RowOf(WeekRowKind.Load, hour, item), (level, price) =>
            level.Goal == AllocationGoal.UnservedInteractive && level.Rank == rank ? tokens + price : price);
        return found with { Value = found.Value / tokens };
    }

    /// <summary>What one more saves in every hour.</summary>
    public ImmutableArray<ShadowPrice> Worths(WeekRowKind kind, int item, int part) =>
        [.. Enumerable.Range(0, WeekShape.Hours).Select(hour => Worth(kind, hour, item, part))];

    private ShadowPrice First(int row, Func<AllocationLevel, double, double> value)
    {
        for (var i = 0; i < allocation.Levels.Length; i++)
        {
            var level = allocation.Levels[i];
            if (value(level, level.Solution.Prices[row]) is var price && Math.Abs(price) > least[i])
                return new ShadowPrice(level.Goal, price);
        }

        return default;
    }
}
