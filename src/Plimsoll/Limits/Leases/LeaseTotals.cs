namespace Plimsoll.Limits.Leases;

/// <summary>
/// What became of a lease that admits no more requests, so far: sums since it was taken, so that telling them twice is
/// telling them once.
/// </summary>
/// <param name="Used">Requests that ended with usage, and what they used.</param>
/// <param name="InFlight">Requests in flight, and what they hold.</param>
public readonly record struct LeaseTotals(LeaseSize Used, LeaseSize InFlight)
{
    /// <summary>Whether nothing more will come: no request is in flight.</summary>
    public bool IsFinal => InFlight.Requests == 0;

    /// <summary>What it is charged.</summary>
    public LeaseSize Charged => Used + InFlight;
}
