using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Outages;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Outages;

namespace Plimsoll.Cli.Reports;

/// <summary>What an adequacy study of a service found out.</summary>
internal sealed record ServiceAdequacyRun
{
    public const double HoursOfAYear = 8760;
    private const int HoursOfADay = 24;

    public required string Title { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    public required ServiceAdequacy Study { get; init; }

    public required int Months { get; init; }

    /// <summary>Between what the indices are, of each category and all that is shed after it.</summary>
    public required ImmutableArray<OutageBounds> Bounds { get; init; }

    /// <summary>What each contract is worth; empty when nobody asked.</summary>
    public required ImmutableArray<SourceWorth> Worths { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>What simulated years tell; null when nobody asked.</summary>
    public required OutageSample? Sample { get; init; }

    public OutageReport Report => Study.Report;

    public OutageSystem System => Study.Report.System;

    /// <summary>The month in which each hour lies, and what is lost in it.</summary>
    public IEnumerable<MonthOfLoss> ByMonth()
    {
        var load = System.LoadFrom(0);
        return Enumerable.Range(0, load.Length)
            .GroupBy(hour => (DateAt(hour).Year, DateAt(hour).Month))
            .Select(month => new MonthOfLoss(
                DateAt(month.First()),
                month.Max(hour => System.Sources.Sum(source => source.CapacityAt(hour))),
                month.Max(hour => load[hour]),
                month.Sum(hour => Report.LossProbability[hour]),
                month.Sum(hour => Report.Unserved[hour])));
    }

    /// <summary>The likeliest states of the fleet at the beginning.</summary>
    public IEnumerable<LikelyState> LikelyStates(int count)
    {
        var states = Study.StatesAt(0).States;
        var whole = Enumerable.Range(0, Study.Supply.Fleet.Sites.Length)
            .Select(site => states.Select(state => state.Sites[site]).MaxBy(s => (s.Accelerators, s.Power))).ToList();
        return states.OrderByDescending(state => state.Probability).Take(count).Select(state => new LikelyState(
            Describe(state, whole), state.Probability, Study.Capability.Of(state.Sites.AsSpan(), 0)));
    }

    /// <summary>Whether an interval holds anything between two bounds; null: it was never seen to happen.</summary>
    public static bool? Within(double least, double most, ConfidenceInterval drawn) =>
        drawn is { Value: 0, HalfWidth: 0 } ? most == 0 ? true : null
        : drawn.Value + drawn.HalfWidth >= least && drawn.Value - drawn.HalfWidth <= most;

    /// <summary>The day of an hour.</summary>
    public DateOnly DateAt(int hour) => (Study.Load.Start + Duration.FromDays(hour / HoursOfADay)).Date;

    private string Describe(JointState state, List<SiteState> whole)
    {
        var missing = state.Sites.Select((site, place) => Describe(place, site, whole[place]))
            .Where(text => text.Length > 0).ToList();
        return missing.Count > 0 ? string.Join(", ", missing)
            : whole.Count > 0 ? "everything in service" : "nothing in service";
    }

    private string Describe(int place, SiteState state, SiteState whole)
    {
        var name = Study.Supply.Fleet.Sites[place].Site.Name;
        if (state == whole)
            return "";
        if (state.Accelerators == 0)
            return $"{name} out";
        var left = state.Accelerators / whole.Accelerators;
        var power = state.Power / state.Accelerators;
        var parts = left < 1 ? string.Create(CultureInfo.InvariantCulture, $"{name} at {left:0%}") : name;
        return power < 1 ? string.Create(CultureInfo.InvariantCulture, $"{parts} with {power:0%} of its power") : parts;
    }
}

/// <summary>What is lost in a month, at fixed prices.</summary>
internal sealed record MonthOfLoss(DateOnly First, double Capacity, double Peak, double LossHours, double Unserved);

/// <summary>A state of the fleet, and what it serves of the mix of all load.</summary>
internal sealed record LikelyState(string Text, double Probability, ServedRange Serves);
