using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>How much of the required load a fleet serves at its tightest hour and outage.</summary>
/// <param name="Multiple">
/// Served over required: 1 just serves it, below 1 does not; infinite when there is no load.
/// </param>
/// <param name="Hour">The hour of the week, 0 is Monday 00:00 UTC.</param>
/// <param name="Outage">Site that has lost a feed; null: everything is in service.</param>
/// <param name="Worth">
/// What stops the load: the part of each class in the load's cost, then what each pool and each site's power is worth.
/// </param>
public sealed record Margin(double Multiple, int Hour, Site? Outage, double[] Worth)
{
    /// <summary>Site whose grid is curtailed; null: none.</summary>
    public Site? Curtailed { get; init; }

    /// <summary>What stops the load where air permits do, over the whole week; null: they do not.</summary>
    internal Binding? OfPermits { get; init; }
}
