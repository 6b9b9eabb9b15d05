using Plimsoll.Demand;

namespace Plimsoll.Planning;

/// <summary>What has to hold for a promise to count as backed.</summary>
/// <param name="DemandPercentile">Percentile of demand that has to be served, 0.5 to below 1.</param>
/// <param name="DemandVariation">
/// Coefficient of variation of the demand at one hour, 0 or more; demand is taken as normal.
/// </param>
/// <param name="FeedsLost">Feeds of one site that are lost at the same time: 0, or 1 for N-1.</param>
public sealed record Criterion(double DemandPercentile, double DemandVariation, int FeedsLost)
{
    /// <summary>Whether grids that may be curtailed are, one at a time, as feeds are lost. Default: they are.</summary>
    public bool HeedsCurtailment { get; init; } = true;

    /// <summary>The same demand with everything in service.</summary>
    public Criterion WithoutOutage => this with { FeedsLost = 0, HeedsCurtailment = false };

    /// <summary>Demand to be served over mean demand.</summary>
    public double DemandMultiple => 1 + (NormalDistribution.Quantile(DemandPercentile) * DemandVariation);

    /// <summary>Mean demand with everything in service: what holds on an ordinary day.</summary>
    public static Criterion Normal { get; } = new Criterion(0.5, 0, 0).WithoutOutage;
}
