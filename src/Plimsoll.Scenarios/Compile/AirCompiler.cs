using System.Collections.Immutable;
using Plimsoll.Footprint.Air;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps what units emit, and what permits say of it, to the core's.</summary>
public static class AirCompiler
{
    /// <summary>Whether an input decides what sources give, what they emit or what a permit allows.</summary>
    /// <param name="path">Dotted place of the input.</param>
    public static bool IsOfAir(string path) => path.StartsWith("factors.air.", StringComparison.Ordinal)
        || (path.StartsWith("sites.", StringComparison.Ordinal)
            && (path.Contains(".sources.", StringComparison.Ordinal)
                || path.Contains(".permits.", StringComparison.Ordinal)));

    /// <summary>From how much a year on a site counts as a major source, in ordinal order of name.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static ImmutableArray<AirThreshold> Thresholds(ScenarioSpec spec) =>
    [
        .. spec.Factors.Air.Thresholds.OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => new AirThreshold(rule.Key, rule.Value.Stated().ToImmutableSortedDictionary())),
    ];

    /// <summary>What the units of a source emit.</summary>
    /// <param name="spec">As written; null: nothing is stated.</param>
    /// <param name="heatRate">Btu of fuel for a kilowatt-hour.</param>
    /// <param name="factors">Factors by name.</param>
    internal static StackEmissions Emissions(AirSpec? spec, double heatRate, AirFactorsSpec factors) => spec is null
        ? StackEmissions.Unstated
        : new StackEmissions
        {
            Running = HeatOf(spec, factors).ToImmutableSortedDictionary(
                heat => heat.Key, heat => AirFormula.ForEnergy(heat.Value, heatRate)),
            Start = spec.Start.Stated().ToImmutableSortedDictionary(),
            Stop = spec.Stop.Stated().ToImmutableSortedDictionary(),
            StartTime = spec.StartTime?.Value ?? Duration.Zero,
            StopTime = spec.StopTime?.Value ?? Duration.Zero,
        };

    /// <summary>Permits of a site, in ordinal order of name.</summary>
    internal static ImmutableArray<AirPermit> Permits(SiteSpec site) =>
    [
        .. site.Permits.OrderBy(permit => permit.Key, StringComparer.Ordinal)
            .Select(permit => PermitOf(permit.Key, permit.Value, site.Sources?.Generators.Keys ?? [])),
    ];

    private static AirPermit PermitOf(string name, PermitSpec spec, IEnumerable<string> burning) => new()
    {
        Name = name,
        Title = spec.Title ?? name,
        Sources = [.. (spec.Sources ?? burning).Order(StringComparer.Ordinal)],
        From = spec.From is { } from ? Instant.FromDate(from) : null,
        Until = spec.Until is { } until ? Instant.FromDate(until) : null,
        Caps = spec.Caps.Stated().ToImmutableSortedDictionary(),
        Starts = spec.Starts?.Value.Value,
        Stops = spec.Stops?.Value.Value,
        StartAndStopTime = spec.StartAndStopTime?.Value,
        RunningTime = spec.RunningTime?.Value,
        Before =
        [
            .. spec.Before.OrderBy(month => month.Month).Select(month => new PermitMonth(
                Instant.FromDate(month.Month),
                month.Emitted.Stated().ToImmutableSortedDictionary(),
                month.Starts?.Value.Value ?? 0,
                month.Stops?.Value.Value ?? 0,
                month.StartAndStopTime?.Value ?? Duration.Zero,
                month.RunningTime?.Value ?? Duration.Zero)),
        ],
    };

    /// <summary>The kind's factors behind controls; what is stated takes their place, what is measured that.</summary>
    private static SortedDictionary<Pollutant, FuelFactor> HeatOf(AirSpec spec, AirFactorsSpec factors)
    {
        var controls = spec.Controls.Select(name => factors.Controls[name].Stated().ToDictionary()).ToList();
        var heat = new SortedDictionary<Pollutant, FuelFactor>();
        if (spec.Unit is { } unit)
        {
            foreach (var (pollutant, factor) in factors.Units[unit].Stated())
            {
                heat[pollutant] = AirFormula.Behind(
                    factor, controls.Select(control => control.GetValueOrDefault(pollutant)));
            }
        }

        foreach (var (pollutant, stated) in spec.Heat.Stated())
            heat[pollutant] = stated;
        foreach (var (pollutant, measured) in spec.Exhaust.Stated())
            heat[pollutant] = AirFormula.FromExhaust(pollutant, measured);
        return heat;
    }
}
