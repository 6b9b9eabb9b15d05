using System.Globalization;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A plan as a person reads it.</summary>
internal static class PlanTables
{
    public static void Write(PlanStudy study, IAnsiConsole console)
    {
        var report = study.Report;
        var compare = report.Model.Compare;
        console.MarkupLineInterpolated($"[bold]{report.Model.Title}[/]");
        console.WriteLine(
            $"Policy and supply of {Figures.Day(compare.Before)} against {Figures.Day(compare.After)}; "
            + $"ramp complete by {Figures.Day(compare.Ramped)}.");
        console.WriteLine(CriterionText(report.Model.Criterion));
        console.WriteLine();
        console.Write(Fleets(report));
        LineTables.Write(study, console);
        console.Write(Week(report));
        console.Write(Capacity(report));
        if (report.Observations.Length > 0)
            console.Write(Observations(report));
        EvidenceTables.Write(study.Sensitivity, console);
        console.MarkupLine("[bold]Verdict[/]");
        foreach (var sentence in study.Verdict.Sentences)
            console.WriteLine(sentence);
    }

    private static string CriterionText(Criterion criterion)
    {
        var outage = criterion.FeedsLost > 0
            ? "any one power feed of any one site lost (N-1)" : "everything in service";
        return "Normal: mean demand, everything in service. Firm: demand at percentile "
            + $"{Figures.Amount(criterion.DemandPercentile * 100)} "
            + $"({Figures.Multiple(criterion.DemandMultiple)} the mean), {outage}.";
    }

    private static Table Fleets(PlanReport report)
    {
        var table = ReportTables.New("Load that the fleet serves at its tightest hour, over what the policy asks for");
        table.AddColumns("Fleet and policy", "Demand of");
        ReportTables.AddNumbers(table, "Accelerators", "MW", "Normal", "Firm");
        table.AddColumn("What stops it");
        var last = report.Outlooks[^1];
        foreach (var outlook in report.Outlooks.Where(o => o.Kind != OutlookKind.After || o.At != last.At))
        {
            table.AddRow(
                Name(outlook.Kind, report),
                Figures.Day(outlook.At),
                Figures.Amount(outlook.Accelerators),
                (outlook.Power.Value / 1e6).ToString("#,0", CultureInfo.InvariantCulture),
                Figures.Percent(outlook.Normal),
                ReportTables.Colored(outlook.Firm >= 1, Figures.Percent(outlook.Firm)),
                Markup.Escape(Figures.Binding(outlook.Binding, report)));
        }

        return table;
    }

    private static string Name(OutlookKind kind, PlanReport report) => kind switch
    {
        OutlookKind.Before => "before, old policy",
        OutlookKind.Without => Markup.Escape($"without {string.Join(", ", report.NewSites)}"),
        OutlookKind.After => "on the day",
        _ => "ramped",
    };

    private static Table Week(PlanReport report)
    {
        const string bars = "▁▂▃▄▅▆▇█";
        var classes = report.Model.Classes.Length;
        var hours = report.OutputLoad.Chunk(classes).Select(hour => hour.Sum()).ToArray();
        var peak = hours.Max();
        var table = ReportTables.New(
            $"Mean load of the week when ramped; full bar {Figures.Amount(peak)} output tokens/s");
        table.AddColumns("UTC", "00    06    12    18    ");
        for (var day = 0; day < 7; day++)
        {
            var shape = hours.Skip(day * 24).Take(24).Select(load => bars[Step(load)]);
            table.AddRow(HourName.OfDay(day), string.Concat(shape));
        }

        return table;

        int Step(double load) => peak <= 0 ? 0 : (int)Math.Min(bars.Length - 1, load / peak * bars.Length);
    }

    private static Table Capacity(PlanReport report)
    {
        var classes = report.Model.Classes;
        var table = ReportTables.New(
            "What each pool yields if its site serves one class only, ramped, within objective and power");
        table.AddColumns("Site", "Pool");
        ReportTables.AddNumbers(table, "Accelerators");
        foreach (var modelClass in classes)
            ReportTables.AddNumbers(table, $"{modelClass.Name} out tok/s");
        foreach (var pool in report.Pools)
        {
            var cells = new List<string>
            {
                Markup.Escape(pool.Site), Markup.Escape(pool.Pool), Figures.Amount(pool.Accelerators),
            };
            foreach (var yield in pool.Yields)
            {
                var power = yield is { Point: not null, PoweredShare: < 0.9995 }
                    ? $" (power for {Figures.Percent(yield.PoweredShare)})" : "";
                cells.Add(yield.Point is null ? "no" : $"{Figures.Amount(yield.OutputTokensPerSecond)}{power}");
            }

            table.AddRow([.. cells]);
        }

        return table;
    }

    private static Table Observations(PlanReport report)
    {
        var table = ReportTables.New("Assumed demand against what is published");
        table.AddColumn("Observation");
        ReportTables.AddNumbers(table, "Published", "Model");
        foreach (var (observation, modelled) in report.Observations)
        {
            var hours = observation.Kind == ObservationKind.ActivePerWeek;
            table.AddRow(
                Markup.Escape(observation.Name), Value(observation.Published, hours), Value(modelled, hours));
        }

        return table;

        static string Value(double value, bool hours) => hours
            ? $"{Figures.Amount(value)} h" : value.ToString("0.0%", CultureInfo.InvariantCulture);
    }
}
