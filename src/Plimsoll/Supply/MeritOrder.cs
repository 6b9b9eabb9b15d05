using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>
/// What the sources of a site give in an hour, the first to be used first: what runs in any case, then by rank and
/// price. Storage is not among them: it gives what they cannot.
/// </summary>
public static class MeritOrder
{
    /// <summary>The steps of an hour. Those that give nothing are left out.</summary>
    /// <param name="sources">Sources of a site.</param>
    /// <param name="hour">Start of the hour.</param>
    /// <param name="inService">Part of each source that is in service, 0 to 1.</param>
    /// <param name="ofGrid">Part of grids that is left: less than 1 in a curtailment.</param>
    public static ImmutableArray<SourceStep> Of(
        ImmutableArray<EnergySource> sources, Instant hour, double inService, double ofGrid)
    {
        var hourOfDay = hour.ToDateTimeOffset().Hour;
        var steps = new List<SourceStep>();
        for (var s = 0; s < sources.Length; s++)
        {
            var (source, most) = (sources[s], MostOf(sources[s], hour, inService, ofGrid));
            var least = Math.Min(most, source.Least.Value * inService);
            Add(true, s, least);
            Add(false, s, most - least);
        }

        return
        [
            .. steps.OrderBy(step => !step.IsMustRun).ThenBy(step => sources[step.Source].Rank)
                .ThenBy(step => step.Price).ThenBy(step => step.Source),
        ];

        void Add(bool isMustRun, int source, double watts)
        {
            if (watts > 0)
                steps.Add(new(source, new Watts(watts), sources[source].PriceAt(hourOfDay), isMustRun));
        }
    }

    private static double MostOf(EnergySource source, Instant hour, double inService, double ofGrid) =>
        !source.IsThereAt(hour) ? 0 : source.Capacity.Value * inService * source switch
        {
            EnergySource.Grid => ofGrid,
            EnergySource.Solar solar => solar.OutputAt(hour),
            EnergySource.Storage => 0,
            _ => 1,
        };
}

/// <summary>A part of a source in the merit order.</summary>
/// <param name="Source">Index of the source.</param>
/// <param name="Most">The most that it gives, above zero.</param>
/// <param name="Price">What its energy costs.</param>
/// <param name="IsMustRun">Whether it runs in any case, as far as it is drawn.</param>
public readonly record struct SourceStep(int Source, Watts Most, EnergyPrice Price, bool IsMustRun);
