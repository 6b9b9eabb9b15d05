using System.Globalization;
using Plimsoll.Planning.Outages;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Outages;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>An adequacy study as a person reads it.</summary>
internal static class AdequacyTables
{
    private const int Shown = 5;
    private const int Levels = 16;

    public static void Write(AdequacyRun run, IAnsiConsole console)
    {
        var (system, report) = (run.System, run.Report);
        var load = system.LoadFrom(0);
        var units = system.Sources.SelectMany(source => source.All).OfType<UnitGroup>().Sum(group => group.Count);
        var scaled = run.LoadMultiple == 1 ? "" : $", multiplied by {AdequacyText.Capacity(run.LoadMultiple)}";
        console.MarkupLineInterpolated($"[bold]{run.Title}[/]");
        console.WriteLine($"{AdequacyText.Whole(units)} units, {AdequacyText.Capacity(run.CapacityAt(0))} "
            + $"{system.Unit} in service at the beginning; load of {AdequacyText.Whole(system.Hours)} h up to "
            + $"{AdequacyText.Capacity(load.Max())} {system.Unit}{scaled}.");
        console.WriteLine();
        console.Write(Indices(report));
        console.Write(Outages(run));
        console.Write(Weeks(report));
        console.Write(Hours(report, load));
        if (run.Worths.Length > 0)
            console.Write(Worths(run));
        if (run.Sample is { } sample)
        {
            console.Write(Beside(run, sample));
            console.WriteLine(AdequacyText.Lengths(sample));
            console.WriteLine($"Seed {run.Seed}; the same seed gives the same figures.");
        }
    }

    private static Table Indices(OutageReport report)
    {
        var table = ReportTables.New($"Exact indices, {AdequacyText.Per(report.System)}");
        table.AddColumn("Load, the first to be shed first");
        ReportTables.AddNumbers(
            table, "LOLE, h", "LOLE, d", $"EUE, {AdequacyText.Work(report.System)}", "Served", "Events", "h/event");
        var parts = report.Categories.Length > 1 ? report.Categories : [];
        foreach (var row in parts.Append(report.Total))
        {
            ReportTables.AddRow(
                table,
                row.Name,
                AdequacyText.Index(row.LossHours),
                AdequacyText.Index(row.LossDays),
                AdequacyText.Index(row.Unserved),
                row.EnergyIndex.ToString("0.000000%", CultureInfo.InvariantCulture),
                row.Events is { } events ? AdequacyText.Index(events) : "not known",
                row.HoursPerEvent is { } hours ? AxisText.Number(hours) : "–");
        }

        return table;
    }

    private static Table Outages(AdequacyRun run)
    {
        var (capacity, step) = (run.CapacityAt(0), run.System.Step);
        var first = run.Tables.At(0);
        var table = ReportTables.New("Capacity outage table of the first hour");
        ReportTables.AddNumbers(table, $"Out, {run.System.Unit} or more", "Left", "Probability", "Begins, a 1,000 h");
        var size = Math.Max(step, Round(capacity / (2 * Levels)));
        for (var outage = size; outage <= capacity && table.Rows.Count < Levels; outage += size)
        {
            // At least so much is out where less than half a step more than the rest is left.
            var left = capacity - outage + (step / 2);
            ReportTables.AddRow(
                table,
                AdequacyText.Capacity(outage),
                AdequacyText.Capacity(capacity - outage),
                AdequacyText.Index(first.Below(left)),
                run.Tables.KnowsFrequency ? AdequacyText.Index(first.BeginsBelow(left) * 1000) : "not known");
        }

        return table;
    }

    /// <summary>The greatest of 1, 2 and 5 times a power of ten that is no more.</summary>
    private static double Round(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * (value / power >= 5 ? 5 : value / power >= 2 ? 2 : 1);
    }

    private static Table Weeks(OutageReport report)
    {
        var table = ReportTables.New("Worst weeks");
        table.AddColumn("Week");
        ReportTables.AddNumbers(table, "LOLE, h", "Of all", $"EUE, {AdequacyText.Work(report.System)}");
        var weeks = report.LossProbability.Zip(report.Unserved).Chunk(AdequacyText.HoursOfAWeek)
            .Select((hours, week) => (week, Loss: hours.Sum(h => h.First), Unserved: hours.Sum(h => h.Second)))
            .OrderByDescending(week => week.Loss).Take(Shown);
        foreach (var (week, loss, unserved) in weeks)
        {
            ReportTables.AddRow(
                table,
                $"{week + 1}",
                AdequacyText.Index(loss),
                Figures.Percent(report.Total.LossHours > 0 ? loss / report.Total.LossHours : 0),
                AdequacyText.Index(unserved));
        }

        return table;
    }

    private static Table Hours(OutageReport report, double[] load)
    {
        var table = ReportTables.New("Worst hours");
        table.AddColumn("Hour");
        ReportTables.AddNumbers(
            table, $"Load, {report.System.Unit}", "LOLP", $"EUE, {AdequacyText.Work(report.System)}");
        foreach (var hour in Enumerable.Range(0, load.Length).OrderByDescending(h => report.LossProbability[h])
            .Take(Shown))
        {
            ReportTables.AddRow(
                table,
                AdequacyText.Hour(hour),
                AdequacyText.Capacity(load[hour]),
                AdequacyText.Index(report.LossProbability[hour]),
                AdequacyText.Index(report.Unserved[hour]));
        }

        return table;
    }

    private static Table Worths(AdequacyRun run)
    {
        var table = ReportTables.New($"What each source is worth, {run.System.Unit}");
        table.AddColumn("Source");
        ReportTables.AddNumbers(table, "Capacity", "Load carried (ELCC)", "Of capacity", "Firm capacity");
        foreach (var worth in run.Worths)
        {
            ReportTables.AddRow(
                table,
                worth.Units is 1 ? $"{worth.Name}, one unit" : worth.Name,
                AdequacyText.Capacity(worth.Capacity),
                AdequacyText.Capacity(worth.LoadCarried),
                worth.Capacity > 0 ? Figures.Percent(worth.LoadCarried / worth.Capacity) : "–",
                AdequacyText.Capacity(worth.FirmCapacity));
        }

        return table;
    }

    private static Table Beside(AdequacyRun run, OutageSample sample)
    {
        var exact = run.Report.Total;
        var years = sample.Years.ToString("#,0", CultureInfo.InvariantCulture);
        var table = ReportTables.New($"Exact against Monte Carlo of {years} × {AdequacyText.Per(run.System)}");
        table.AddColumn("Index");
        ReportTables.AddNumbers(table, "Exact", "Monte Carlo", "95% interval", "Within");
        Add("LOLE, h", exact.LossHours, sample.LossHours);
        Add("LOLE, d", exact.LossDays, sample.LossDays);
        Add($"EUE, {AdequacyText.Work(run.System)}", exact.Unserved, sample.Unserved);
        Add("Events", exact.Events!.Value, sample.Events);
        var parts = sample.Categories.Length > 1 ? sample.Categories : [];
        foreach (var (part, drawn) in run.Report.Categories.Zip(parts))
        {
            Add($"LOLE of {part.Name}, h", part.LossHours, drawn.LossHours);
            Add($"EUE of {part.Name}, {AdequacyText.Work(run.System)}", part.Unserved, drawn.Unserved);
        }

        return table;

        void Add(string name, double value, ConfidenceInterval drawn) => ReportTables.AddRow(
            table,
            name,
            AdequacyText.Index(value),
            AdequacyText.Index(drawn.Value),
            $"± {AdequacyText.Index(drawn.HalfWidth)}",
            drawn.Holds(value) ? "yes" : "no");
    }
}
