using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Carbon;

/// <summary>
/// What purchased electricity emits by the contracts for it, in kilograms by hour. Contracts that emit least count
/// first; what they leave counts at the rate of what none covers.
/// </summary>
internal static class InstrumentMatch
{
    /// <summary>
    /// Over the whole period, as the Scope 2 Guidance of the GHG Protocol (2015) allows: a contract counts whenever it
    /// gives. Every hour has the same part of each contract.
    /// </summary>
    /// <param name="load">Joules purchased by hour.</param>
    /// <param name="instruments">Contracts.</param>
    /// <param name="from">Start of the first hour.</param>
    /// <param name="uncovered">What counts for energy that none covers, by hour.</param>
    public static ImmutableArray<double> OverPeriod(
        double[] load, ImmutableArray<ContractInstrument> instruments, Instant from, EmissionFactor[] uncovered)
    {
        var total = load.Sum();
        if (total == 0)
            return [.. new double[load.Length]];
        var (matched, left) = Fill(
            total, instruments.Select(one => (one, load.Select((_, hour) => one.JoulesAt(At(from, hour))).Sum())));
        return
        [
            .. load.Select((joules, hour) =>
                joules / total * (matched + Kilograms(left, uncovered[hour]))),
        ];
    }

    /// <summary>
    /// Hour by hour and on the grid of the site, as the revision of the guidance proposes (October 2025): what a
    /// contract gives beyond the load of its hour counts for nothing.
    /// </summary>
    public static ImmutableArray<double> HourByHour(
        double[] load, ImmutableArray<ContractInstrument> instruments, Instant from, EmissionFactor[] uncovered)
    {
        var deliverable = instruments.Where(one => one.IsDeliverable).ToArray();
        return
        [
            .. load.Select((joules, hour) =>
            {
                var (matched, left) = Fill(joules, deliverable.Select(one => (one, one.JoulesAt(At(from, hour)))));
                return matched + Kilograms(left, uncovered[hour]);
            }),
        ];
    }

    /// <summary>Start of an hour.</summary>
    public static Instant At(Instant from, int hour) => from + Duration.FromHours(hour);

    /// <summary>What joules emit, in kilograms.</summary>
    public static double Kilograms(double joules, EmissionFactor factor) =>
        joules / Joules.PerMegawattHour * factor.KilogramsPerMegawattHour;

    private static (double Kilograms, double Left) Fill(
        double load, IEnumerable<(ContractInstrument Instrument, double Joules)> given)
    {
        var (kilograms, left) = (0.0, load);
        foreach (var (instrument, joules) in given.OrderBy(one => one.Instrument.Emission))
        {
            var used = Math.Min(left, joules);
            kilograms += Kilograms(used, instrument.Emission);
            left -= used;
        }

        return (kilograms, left);
    }
}
