using System.Collections.Immutable;
using Plimsoll.Evidence;
using Plimsoll.Limits;

namespace Plimsoll.Planning.Backtest;

/// <summary>
/// Where reducing a limit, taking the reduction back with all that changed that day, and adding sites for it are right
/// at once: in multiples of the fleet before, and of what the new sites yield. A demand of d times the scenario's is
/// the point (1/d, 1/d).
/// </summary>
public sealed record RegionReport
{
    /// <summary>The service.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>The change that reduced a limit and was taken back.</summary>
    public required ChangeTerms Reduction { get; init; }

    /// <summary>Sites that came.</summary>
    public required ImmutableArray<string> NewSites { get; init; }

    /// <summary>Normal, Peak and Storm, with the new sites as the scenario has them.</summary>
    public required ImmutableArray<RegionCondition> Conditions { get; init; }

    /// <summary>Least fleet shown, as a multiple of the fleet before.</summary>
    public required double LeastFleet { get; init; }

    /// <summary>Greatest fleet shown.</summary>
    public required double MostFleet { get; init; }

    /// <summary>The region under Storm by what the new sites yield, from nothing upwards in even steps.</summary>
    public required ImmutableArray<RegionRow> Rows { get; init; }

    /// <summary>Least part of the new sites for which any fleet will do under Storm, from the day on.</summary>
    public required double LeastAddedOnTheDay { get; init; }

    /// <summary>The same once the ramp is complete.</summary>
    public required double LeastAddedRamped { get; init; }

    /// <summary>Days of growth, at its pace on the day compared, that the reduction makes up for under Storm.</summary>
    public required double DaysBought { get; init; }

    /// <summary>Inputs whose sources disagree, which are drawn.</summary>
    public required int Disputed { get; init; }

    /// <summary>The fleets that make all right with the new sites as they are, a row for each draw.</summary>
    public required ImmutableArray<RegionRow> Draws { get; init; }

    /// <summary>The condition that decides.</summary>
    public RegionCondition Storm => Conditions[^1];

    /// <summary>The region's part of what is shown.</summary>
    /// <param name="isRamped">Once the ramp is complete, instead of from the day on.</param>
    public double Area(bool isRamped)
    {
        var widths = Rows.Select(row => Shown(isRamped ? row.Ramped : row.OnTheDay)).ToArray();
        var sum = widths.Sum() - ((widths[0] + widths[^1]) / 2);
        return sum / (widths.Length - 1) / (MostFleet - LeastFleet);
    }

    /// <summary>Part of the draws in which a fleet makes all right.</summary>
    /// <param name="fleet">Multiple of the fleet before.</param>
    /// <param name="isRamped">Once the ramp is complete, instead of from the day on.</param>
    public double Plausibility(double fleet, bool isRamped) =>
        DrawShare(draw => (isRamped ? draw.Ramped : draw.OnTheDay).Contains(fleet));

    /// <summary>Part of the draws in which some fleet makes all right.</summary>
    /// <param name="isRamped">Once the ramp is complete, instead of from the day on.</param>
    public double Possibility(bool isRamped) =>
        DrawShare(draw => !(isRamped ? draw.Ramped : draw.OnTheDay).IsEmpty);

    /// <summary>Computes it.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="build">The model with some inputs, by path, at other values in their base units.</param>
    /// <param name="draws">Draws of the disputed inputs, 1 or more.</param>
    /// <param name="obstacle">Why there is no such region; null where there is one.</param>
    public static RegionReport? Of(
        IReadOnlyList<InputRecord> inputs,
        Func<IReadOnlyDictionary<string, double>, ServiceModel> build,
        int draws,
        out string? obstacle)
    {
        var model = build(new Dictionary<string, double>());
        return DecisionRegion.Of(model, out obstacle) is { } region
            ? new RegionStudy(model, region).Report(inputs, build, draws)
            : null;
    }

    private double DrawShare(Func<RegionRow, bool> isCounted) =>
        Draws.IsEmpty ? 0 : Draws.Count(isCounted) / (double)Draws.Length;

    private double Shown(FleetInterval interval) =>
        Math.Max(0, Math.Min(interval.To, MostFleet) - Math.Max(interval.From, LeastFleet));
}

/// <summary>Multiples of the fleet before that make all decisions right.</summary>
/// <param name="From">The least.</param>
/// <param name="To">They are below this.</param>
public readonly record struct FleetInterval(double From, double To)
{
    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => !(From < To);

    /// <summary>Greatest less least; zero where there is none.</summary>
    public double Width => IsEmpty ? 0 : To - From;

    /// <summary>Whether a fleet is one of them.</summary>
    public bool Contains(double fleet) => fleet >= From && fleet < To;
}

/// <summary>The fleets that make all right for something that new sites may yield.</summary>
/// <param name="Added">Multiple of the new sites.</param>
/// <param name="BorneOnTheDay">Least fleet that bears the new limits on their day.</param>
/// <param name="BorneRamped">Least fleet that bears them at the end of the ramp.</param>
/// <param name="OnTheDay">Fleets that make all right from the day on.</param>
/// <param name="Ramped">Fleets that make all right once the ramp is complete.</param>
public sealed record RegionRow(
    double Added, double BorneOnTheDay, double BorneRamped, FleetInterval OnTheDay, FleetInterval Ramped)
{
    internal static RegionRow Of(double added, FleetBounds bounds, (double OnTheDay, double Ramped) borne)
    {
        var ramped = Math.Max(bounds.Sufficed, borne.Ramped);
        return new RegionRow(
            added,
            borne.OnTheDay,
            borne.Ramped,
            new FleetInterval(Math.Max(ramped, borne.OnTheDay), bounds.High),
            new FleetInterval(ramped, bounds.High));
    }
}

/// <summary>The fleets that make all right under one condition, with the new sites as they are.</summary>
/// <param name="Name">Name of the condition.</param>
/// <param name="Bounds">What bounds them.</param>
/// <param name="Row">The fleets.</param>
public sealed record RegionCondition(string Name, FleetBounds Bounds, RegionRow Row);
