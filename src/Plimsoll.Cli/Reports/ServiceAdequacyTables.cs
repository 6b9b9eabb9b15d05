using System.Globalization;
using Plimsoll.Planning.Outages;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Outages;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>An adequacy study of a service as a person reads it.</summary>
internal static class ServiceAdequacyTables
{
    private const int Shown = 5;
    private const int States = 10;

    public static void Write(ServiceAdequacyRun run, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{run.Title}[/]");
        console.WriteLine(Period(run));
        console.WriteLine(Currency(run));
        console.WriteLine();
        console.Write(Indices(run));
        console.WriteLine("LOLE and EUE at fixed prices; by the programme of the whole fleet LOLE is between ≥ and ≤.");
        console.WriteLine();
        console.Write(LikelyStates(run));
        if (run.Months > 1)
            console.Write(Months(run));
        console.Write(Hours(run));
        if (run.Worths.Length > 0)
            console.Write(Worths(run));
        if (run.Sample is { } sample)
        {
            console.Write(Beside(run, sample));
            console.WriteLine(AdequacyText.Lengths(sample));
            console.WriteLine($"Seed {run.Seed}; the same seed gives the same figures.");
        }
    }

    private static string Period(ServiceAdequacyRun run)
    {
        var load = run.Study.Load;
        var demand = run.Study.Period.Grows ? "growing with time" : "as on the first day";
        var scaled = run.Study.Period.LoadMultiple is not 1 and var multiple
            ? $", multiplied by {AdequacyText.Capacity(multiple)}" : "";
        var months = run.Months == 1 ? "1 month" : $"{run.Months} months";
        return $"From {Figures.Day(load.Start)} for {months} ({AdequacyText.Whole(load.Hours)} h); demand {demand}"
            + $"{scaled}, its forecast off by {Figures.Percent(run.Study.Criterion.DemandVariation)} (normal).";
    }

    private static string Currency(ServiceAdequacyRun run)
    {
        var (system, worth) = (run.System, run.Study.Worth);
        var capacity = system.Sources.Sum(source => source.CapacityAt(0));
        var prices = run.Study.Classes.Zip(worth.Prices)
            .Select(c => $"{c.Second.ToString("0.###", CultureInfo.InvariantCulture)} for {c.First}");
        return $"{AdequacyText.Whole(capacity)} {system.Unit} in service at the beginning; load up to "
            + $"{AdequacyText.Whole(system.LoadFrom(0).Max())}. "
            + $"A request per second takes {string.Join(", ", prices)}.";
    }

    private static Table Indices(ServiceAdequacyRun run)
    {
        var table = ReportTables.New($"Load that is lost, {AdequacyText.Per(run.System)}");
        table.AddColumn("Load, the first to be shed first");
        ReportTables.AddNumbers(table, "Of all", "LOLE, h", "≥", "≤", "LOLE, d", "EUE", "Served", "Events");
        var total = run.Report.Total;
        foreach (var (row, bounds) in run.Report.Categories.Zip(run.Bounds).Append((total, run.Bounds[0])))
        {
            ReportTables.AddRow(
                table,
                row.Name,
                Figures.Percent(row.Demanded / total.Demanded),
                AdequacyText.Short(row.LossHours),
                AdequacyText.Short(bounds.AtLeast.LossHours),
                AdequacyText.Short(bounds.AtMost.LossHours),
                AdequacyText.Short(row.LossDays),
                Figures.Amount(row.Unserved),
                Math.Max(0, row.EnergyIndex).ToString("0.0000%", CultureInfo.InvariantCulture),
                row.Events is { } events ? AdequacyText.Short(events) : "not known");
        }

        return table;
    }

    private static Table LikelyStates(ServiceAdequacyRun run)
    {
        var peak = run.System.LoadFrom(0).Max();
        var table = ReportTables.New($"Likeliest states at the beginning, and what they serve, {run.System.Unit}");
        table.AddColumn("State");
        ReportTables.AddNumbers(table, "Probability", "Hours a year", "At least", "At most", "Of the peak");
        foreach (var state in run.LikelyStates(States))
        {
            ReportTables.AddRow(
                table,
                state.Text,
                AdequacyText.Short(state.Probability),
                AdequacyText.Short(state.Probability * ServiceAdequacyRun.HoursOfAYear),
                AdequacyText.Whole(state.Serves.Least),
                AdequacyText.Whole(state.Serves.Most),
                peak > 0 ? Figures.Percent(state.Serves.Least / peak) : "–");
        }

        return table;
    }

    private static Table Months(ServiceAdequacyRun run)
    {
        var table = ReportTables.New($"By month, {run.System.Unit}");
        table.AddColumn("Month");
        ReportTables.AddNumbers(table, "In service", "Load up to", "LOLE, h", "EUE");
        foreach (var month in run.ByMonth())
        {
            ReportTables.AddRow(
                table,
                month.First.ToString("MMM yyyy", CultureInfo.InvariantCulture),
                AdequacyText.Whole(month.Capacity),
                AdequacyText.Whole(month.Peak),
                AdequacyText.Short(month.LossHours),
                Figures.Amount(month.Unserved));
        }

        return table;
    }

    private static Table Hours(ServiceAdequacyRun run)
    {
        var table = ReportTables.New("Worst hours");
        table.AddColumn("Hour, UTC");
        ReportTables.AddNumbers(table, "Load", "LOLP", "EUE");
        var load = run.System.LoadFrom(0);
        foreach (var hour in Enumerable.Range(0, load.Length)
            .OrderByDescending(hour => run.Report.LossProbability[hour]).Take(Shown))
        {
            ReportTables.AddRow(
                table,
                string.Create(CultureInfo.InvariantCulture, $"{run.DateAt(hour):ddd d MMM yyyy} {hour % 24:00}:00"),
                AdequacyText.Whole(load[hour]),
                AdequacyText.Short(run.Report.LossProbability[hour]),
                Figures.Amount(run.Report.Unserved[hour]));
        }

        return table;
    }

    private static Table Worths(ServiceAdequacyRun run)
    {
        var table = ReportTables.New($"What contracts and sites are worth, {run.System.Unit}");
        table.AddColumn("Source");
        ReportTables.AddNumbers(
            table, "Capacity", "ELCC", "Of it", "Marginal", "Independent", "Firm capacity", "Of it");
        foreach (var worth in run.Worths)
        {
            ReportTables.AddRow(
                table,
                worth.AsItIs.Name,
                AdequacyText.Whole(worth.AsItIs.Capacity),
                AdequacyText.Whole(worth.AsItIs.LoadCarried),
                Part(worth.AsItIs, worth.AsItIs.LoadCarried),
                Part(worth.Margin, worth.Margin.LoadCarried),
                Part(worth.Independent, worth.Independent.LoadCarried),
                AdequacyText.Whole(worth.AsItIs.FirmCapacity),
                Part(worth.AsItIs, worth.AsItIs.FirmCapacity));
        }

        return table;

        static string Part(CarryingCapability worth, double carried) => worth.Capacity > 0
            ? (carried / worth.Capacity).ToString("0.0%", CultureInfo.InvariantCulture) : "–";
    }

    private static Table Beside(ServiceAdequacyRun run, OutageSample sample)
    {
        var (total, bounds) = (run.Report.Total, run.Bounds[0]);
        var table = ReportTables.New(
            $"Beside Monte Carlo of {AdequacyText.Whole(sample.Years)} × {AdequacyText.Per(run.System)}");
        table.AddColumn("Index");
        ReportTables.AddNumbers(table, "At least", "At most", "Monte Carlo", "95% interval", "Within");
        Add("LOLE, h", bounds.AtLeast.LossHours, bounds.AtMost.LossHours, sample.LossHours);
        Add("LOLE, d", bounds.AtLeast.LossDays, bounds.AtMost.LossDays, sample.LossDays);
        Add("EUE", bounds.AtLeast.Unserved, bounds.AtMost.Unserved, sample.Unserved);
        if (total.Events is { } events)
            Add("Events", events, events, sample.Events);
        foreach (var (name, part, drawn) in run.Study.Load.Categories.Zip(run.Bounds, sample.Categories).Skip(1))
            Add($"LOLE of {name}, h", part.AtLeast.LossHours, part.AtMost.LossHours, drawn.LossHours);
        return table;

        void Add(string name, double least, double most, ConfidenceInterval drawn) => ReportTables.AddRow(
            table,
            name,
            AdequacyText.Short(least),
            AdequacyText.Short(most),
            AdequacyText.Short(drawn.Value),
            $"± {AdequacyText.Short(drawn.HalfWidth)}",
            ServiceAdequacyRun.Within(least, most, drawn) switch
            {
                null => "none seen",
                true => "yes",
                false => "no",
            });
    }
}
