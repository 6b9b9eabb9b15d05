namespace Plimsoll.Gateway.Leasing;

/// <summary>What became of leases so far. Safe to share between threads.</summary>
internal sealed class LeaseCounts
{
    private long taken;
    private long renewed;
    private long returned;
    private long swept;

    /// <summary>Taken for requests that waited.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>Taken before the one before was empty.</summary>
    public long Renewed => Interlocked.Read(ref renewed);

    /// <summary>Settled, and what was not used given back.</summary>
    public long Returned => Interlocked.Read(ref returned);

    /// <summary>Ended for a gateway that did not tell of them.</summary>
    public long Swept => Interlocked.Read(ref swept);

    /// <summary>One was taken.</summary>
    public void Take(bool isAwaited) => Interlocked.Increment(ref isAwaited ? ref taken : ref renewed);

    /// <summary>So many have ended.</summary>
    public void End(int returnedNow, int sweptNow)
    {
        Interlocked.Add(ref returned, returnedNow);
        Interlocked.Add(ref swept, sweptNow);
    }
}
