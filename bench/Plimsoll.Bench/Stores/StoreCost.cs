namespace Plimsoll.Bench.Stores;

/// <summary>What was asked of a store so far.</summary>
/// <param name="Operations">Readings and commits.</param>
/// <param name="Commits">Commits that were made.</param>
/// <param name="Conflicts">Commits that somebody else was faster than.</param>
internal readonly record struct StoreCost(long Operations, long Commits, long Conflicts)
{
    public static StoreCost operator +(StoreCost left, StoreCost right) => new(
        left.Operations + right.Operations, left.Commits + right.Commits, left.Conflicts + right.Conflicts);

    public static StoreCost operator -(StoreCost left, StoreCost right) => new(
        left.Operations - right.Operations, left.Commits - right.Commits, left.Conflicts - right.Conflicts);
}
