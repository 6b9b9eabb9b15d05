using System.Globalization;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>The cheapest mix for a target, as a person reads it.</summary>
internal static class MixTables
{
    private const int ShownHours = 5;

    public static void Write(MixReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated(
            $"[bold]{report.Target.Title} at {Figures.Multiple(report.Target.Multiple)}, under {report.Condition}[/]");
        console.WriteLine($"Supply and demand of {Figures.Day(report.At)}; prices in millions of USD a month.");
        console.WriteLine();
        switch (report.Best)
        {
            case MixAnswer.Found found:
                console.Write(Parts(report, found));
                console.Write(Hours(found));
                foreach (var (offer, price) in found.Limits)
                {
                    var unit = report.Offers.Power.Any(power => power.Name == offer) ? "a megawatt" : "1,000";
                    console.WriteLine($"{offer} is used up: {unit} more of it would save "
                        + $"{Figures.Amount(price.Dollars)} USD a month.");
                }

                break;
            case MixAnswer.None none:
                console.WriteLine("No mix of the offers is enough. With what is there, these cannot all be kept:");
                foreach (var constraint in none.Conflict)
                    console.WriteLine($"  {constraint}");
                break;
        }
    }

    private static Table Parts(MixReport report, MixAnswer.Found found)
    {
        var table = ReportTables.New($"The cheapest mix: {Millions(found.PerMonth)}");
        table.AddColumn("Offer");
        ReportTables.AddNumbers(table, "Accelerators", "MW", "mean MW", "All without it", "With it alone");
        foreach (var part in found.Supply)
        {
            ReportTables.AddRow(
                table,
                part.Offer,
                Figures.Amount(Math.Round(part.Accelerators)),
                Megawatts(part.Power),
                "",
                Price(report.Without, part.Offer),
                Price(report.Alone, part.Offer));
        }

        foreach (var power in found.Power)
        {
            ReportTables.AddRow(
                table, power.Offer, "", Megawatts(power.Capacity), Megawatts(power.Mean),
                Price(report.Without, power.Offer), "");
        }

        foreach (var late in report.Offers.Names.Except(
            found.Supply.Select(part => part.Offer).Concat(found.Power.Select(power => power.Offer))))
            ReportTables.AddRow(table, late, "too late", "", "", "", "");
        return table;
    }

    private static Table Hours(MixAnswer.Found found)
    {
        var table = ReportTables.New("Hours and outages that decide it");
        table.AddColumn("Hour");
        ReportTables.AddNumbers(table, "1% more demand adds");
        foreach (var (hour, price) in found.Hours.Take(ShownHours))
            ReportTables.AddRow(table, hour.Words, Millions(price));
        return table;
    }

    private static string Price(IEnumerable<(string Offer, Usd? Price)> prices, string offer) =>
        prices.First(price => price.Offer == offer).Price is { } usd ? Millions(usd) : "not enough";

    private static string Millions(Usd price) =>
        (price.Dollars / 1e6).ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Megawatts(Watts power) =>
        (power.Value / 1e6).ToString("#,0.#", CultureInfo.InvariantCulture);
}
