using Plimsoll.Footprint;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>Where the energy of sites with several sources came from.</summary>
internal static class FootprintSources
{
    /// <summary>Heads of the columns.</summary>
    public static string[] Heads { get; } = ["Site", "Source", "Of MW", "MWh", "Part", "Most MW", "Starts"];

    /// <summary>A row for each source of a site that has several, and for what none could give.</summary>
    public static IEnumerable<string[]> Rows(MeteredService metered)
    {
        foreach (var meter in metered.Sites.Where(meter => meter.Sources.Length > 1))
        {
            var all = (double)meter.Sources.Sum(line => line.Joules.Sum());
            foreach (var line in meter.Sources)
            {
                yield return
                [
                    meter.Site.Name,
                    line.Source.Name,
                    FootprintText.Megawatts(line.Source.Capacity.Value / WattsPerMegawatt),
                    Figures.Amount(new Joules(line.Joules.Sum()).MegawattHours),
                    Figures.Percent(line.Joules.Sum() / all),
                    FootprintText.Megawatts(new Joules(line.Joules.Max()).MegawattHours),
                    line.Starts.IsEmpty ? "–" : Figures.Amount(line.Starts.Sum()),
                ];
            }

            if (meter.NotServed.Sum() > 0)
            {
                yield return
                [
                    meter.Site.Name, "none could", "", Figures.Amount(new Joules(meter.NotServed.Sum()).MegawattHours),
                    "", FootprintText.Megawatts(new Joules(meter.NotServed.Max()).MegawattHours), "",
                ];
            }
        }
    }

    private const double WattsPerMegawatt = 1e6;
}
