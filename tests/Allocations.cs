namespace Plimsoll;

/// <summary>What work allocates that has been done before.</summary>
internal static class Allocations
{
    private const int WarmUps = 2;
    private const int Rounds = 5;

    /// <summary>
    /// Bytes that the calling thread allocates in a round of work: the least of some, because what the work itself
    /// allocates shows in each of them. What the runtime allocates once on its behalf shows in one.
    /// </summary>
    /// <param name="round">The work, the same each time.</param>
    public static long Of(Action round)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
            round();
        var least = long.MaxValue;
        for (var left = Rounds; left > 0 && least > 0; left--)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
