using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Community;

/// <summary>What was done for those around a site, as far as it is known.</summary>
public sealed record SiteDeeds
{
    /// <summary>Upgrades of the grid that it needed.</summary>
    public ImmutableArray<GridUpgrade> Upgrades { get; init; } = [];

    /// <summary>Generation that was added because of it.</summary>
    public ImmutableArray<NewGeneration> Generation { get; init; } = [];

    /// <summary>How what it draws moves the price of others; null: nothing is stated.</summary>
    public PriceEffect? PriceEffect { get; init; }

    /// <summary>Curtailments that were delivered.</summary>
    public ImmutableArray<DeliveredCurtailment> Curtailments { get; init; } = [];
}

/// <summary>An upgrade of a grid.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it is.</param>
/// <param name="Cost">What it cost; null: not known.</param>
/// <param name="Paid">What the operator of the site paid and did not get back; null: not known.</param>
public sealed record GridUpgrade(string Name, string Title, Usd? Cost, Usd? Paid);

/// <summary>Generation that was added because of a site.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it is.</param>
/// <param name="From">When it first gives.</param>
/// <param name="Capacity">The most that it gives.</param>
/// <param name="Output">Part of it that it gives in each hour of the day, UTC, 24 values.</param>
public sealed record NewGeneration(
    string Name, string Title, Instant From, Watts Capacity, ImmutableArray<double> Output)
{
    /// <summary>Megawatts in the hour that begins at an instant.</summary>
    public double MegawattsAt(Instant hour) =>
        hour < From ? 0 : Capacity.Value / 1e6 * Output[hour.ToDateTimeOffset().Hour];
}

/// <summary>How what a site draws from a grid moves the price that others pay.</summary>
/// <param name="PerGigawatt">Rise of the price for each gigawatt that is drawn.</param>
/// <param name="OtherLoad">Mean load of the others who pay that price.</param>
/// <param name="PaidPerYear">What was paid a year to cover it; null: not known.</param>
public sealed record PriceEffect(EnergyPrice PerGigawatt, Watts OtherLoad, Usd? PaidPerYear)
{
    /// <summary>What an hour in which a site draws so many megawatts costs the others, in US dollars.</summary>
    public double UsdOf(double megawatts) =>
        PerGigawatt.DollarsPerMegawattHour * megawatts / 1e3 * (OtherLoad.Value / 1e6);
}

/// <summary>A curtailment that was delivered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Its day.</param>
/// <param name="Length">How long it lasted.</param>
/// <param name="Depth">By how much less was drawn.</param>
public sealed record DeliveredCurtailment(string Name, Instant At, Duration Length, Watts Depth)
{
    /// <summary>What was not drawn, in megawatt-hours.</summary>
    public double MegawattHours => Depth.Value / 1e6 * Length.Seconds / 3600;
}
