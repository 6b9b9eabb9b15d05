using System.Collections.Immutable;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Outages;

/// <summary>What simulated years tell of adequacy.</summary>
public sealed record OutageSample
{
    /// <summary>How many years.</summary>
    public required int Years { get; init; }

    /// <summary>Hours a year in which some load is not served.</summary>
    public required ConfidenceInterval LossHours { get; init; }

    /// <summary>Days a year at whose peak some load is not served: of each the lost part of the peak's hour.</summary>
    public required ConfidenceInterval LossDays { get; init; }

    /// <summary>What is not served in a year: unit × hours.</summary>
    public required ConfidenceInterval Unserved { get; init; }

    /// <summary>Each category of load: hours a year in which some of it is not served, and what is not.</summary>
    public required ImmutableArray<(ConfidenceInterval LossHours, ConfidenceInterval Unserved)> Categories
    {
        get;
        init;
    }

    /// <summary>How often a year load begins to be lost; not one that the year begins with.</summary>
    public required ConfidenceInterval Events { get; init; }

    /// <summary>Years in which all load is served.</summary>
    public required int YearsWithoutLoss { get; init; }

    /// <summary>Most hours of loss in one year.</summary>
    public required double WorstYear { get; init; }

    /// <summary>How long losses last; cut at the ends of years.</summary>
    public required Distribution Lengths { get; init; }

    internal static OutageSample Of(YearOfOutages[] years, Distribution lengths) => new()
    {
        Years = years.Length,
        LossHours = ConfidenceInterval.OfRuns([.. years.Select(year => year.LossHours)]),
        LossDays = ConfidenceInterval.OfRuns([.. years.Select(year => year.LossDays)]),
        Unserved = ConfidenceInterval.OfRuns([.. years.Select(year => year.Unserved)]),
        Categories =
        [
            .. Enumerable.Range(0, years[0].LossHoursOf.Length).Select(category => (
                ConfidenceInterval.OfRuns([.. years.Select(year => year.LossHoursOf[category])]),
                ConfidenceInterval.OfRuns([.. years.Select(year => year.UnservedOf[category])]))),
        ],
        Events = ConfidenceInterval.OfRuns([.. years.Select(year => (double)year.Events)]),
        YearsWithoutLoss = years.Count(year => year.LossHours == 0),
        WorstYear = years.Max(year => year.LossHours),
        Lengths = lengths,
    };
}
