using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Limits as written, with those of changes laid over them: what a change names it replaces whole.</summary>
internal static class LimitSets
{
    public static PlanSpec With(this PlanSpec plan, PlanChangeSpec change) => (PlanSpec)Over(plan, change) with
    {
        Session = change.Session ?? plan.Session,
        Week = change.Week ?? plan.Week,
        Weeks = Over(plan.Weeks, change.Weeks),
    };

    public static LimitSetSpec With(this LimitSetSpec set, LimitSetSpec change) => Over(set, change);

    public static RateSpec With(this RateSpec rates, RateSpec change) => new()
    {
        Requests = change.Requests ?? rates.Requests,
        Input = change.Input ?? rates.Input,
        Output = change.Output ?? rates.Output,
        Burst = change.Burst ?? rates.Burst,
        CountsCacheReads = change.CountsCacheReads ?? rates.CountsCacheReads,
        WholeOutput = change.WholeOutput ?? rates.WholeOutput,
    };

    /// <summary>Entries by name, those of the change instead of those of the same name.</summary>
    public static IReadOnlyDictionary<string, T> Over<T>(
        IReadOnlyDictionary<string, T> entries, IReadOnlyDictionary<string, T> change)
    {
        if (change.Count == 0)
            return entries;
        var over = new Dictionary<string, T>(entries);
        foreach (var (name, entry) in change)
            over[name] = entry;
        return over;
    }

    private static LimitSetSpec Over(LimitSetSpec set, LimitSetSpec change) => set with
    {
        Rates = Over(set.Rates, change.Rates),
        Windows = Over(set.Windows, change.Windows),
        Spend = Over(set.Spend, change.Spend),
        Concurrency = Over(set.Concurrency, change.Concurrency),
        Acceleration = Over(set.Acceleration, change.Acceleration),
        Batch = change.Batch ?? set.Batch,
        Overage = change.Overage ?? set.Overage,
    };
}
