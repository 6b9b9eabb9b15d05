namespace Plimsoll.Limits.Metering;

/// <summary>How far an interval's use may exceed that of the one before.</summary>
internal static class Growth
{
    private const long Unit = 1_000_000;

    /// <summary>
    /// The larger of what is free and the multiple of what came before, rounded up: less than a fraction is charged
    /// exactly where less than the next whole number is.
    /// </summary>
    public static long LimitOf(AccelerationLimit terms, long before)
    {
        var grown = (Math.BigMul(before, (long)Math.Round(terms.Growth.Value * Unit)) + (Unit - 1)) / Unit;
        return grown > long.MaxValue ? long.MaxValue : Math.Max(terms.Free.Value, (long)grown);
    }
}
