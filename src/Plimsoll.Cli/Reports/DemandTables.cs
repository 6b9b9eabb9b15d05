using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Loads;
using Plimsoll.Scenarios.Charts;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A demand report as a person reads it.</summary>
internal static class DemandTables
{
    public static void Write(DemandRun run, IAnsiConsole console)
    {
        var report = run.Report;
        console.MarkupLineInterpolated($"[bold]{report.Model.Title}[/]");
        console.WriteLine(DemandText.Head(report));
        console.WriteLine();
        console.Write(Classes(report));
        console.Write(Groups(report));
        console.Write(Zones(report));
        console.WriteLine(DemandText.Diversity(report));
        console.WriteLine();
        console.Write(Grid(report.Limits.Total));
        console.Write(Plans(report));
        console.WriteLine(DemandText.Doubling(report));
        console.WriteLine();
        if (report.Tiers.Length > 0)
            console.Write(Tiers(report));
        if (report.Teams is { } teams)
            TeamTables.Write(teams, console);
        console.Write(Months(report));
        foreach (var month in report.Months.Where(month => month.Changes.Length > 0))
            console.WriteLine($"{DemandText.Month(month)}: {string.Join(", ", month.Changes)}.");
        if (run.Drawn is { } drawn)
            DrawnTables.Write(drawn, run.Seed, console);
    }

    private static Table Classes(DemandReport report)
    {
        var table = ReportTables.New("Load of the week by class");
        table.AddColumn("Class");
        ReportTables.AddNumbers(
            table, "Requests", "Input, uncached", "Input, cached", "Output", "Output tok/s", "In the peak hour");
        for (var c = 0; c < report.Model.Classes.Length; c++)
        {
            var (traffic, requests) = (report.Model.Classes[c].Traffic, report.Total.RequestsOf(c));
            Add(report.Model.Classes[c].Name, requests, requests * traffic.Input, requests * traffic.Cached,
                requests * traffic.Output, report.Total.RequestsAt(report.Total.PeakHour, c) * traffic.Output / 3600);
        }

        var sums = report.Model.Classes.Select((c, i) => (c.Traffic, Requests: report.Total.RequestsOf(i))).ToList();
        Add("all", sums.Sum(s => s.Requests), sums.Sum(s => s.Requests * s.Traffic.Input),
            sums.Sum(s => s.Requests * s.Traffic.Cached), report.Total.OutputOfWeek,
            report.Total.Output[report.Total.PeakHour]);
        return table;

        void Add(string name, double requests, double input, double cached, double output, double peak) =>
            ReportTables.AddRow(
                table,
                name,
                AxisText.Number(requests),
                AxisText.Number(input),
                AxisText.Number(cached),
                AxisText.Number(output),
                AxisText.Number(output / 604_800),
                AxisText.Number(peak));
    }

    private static Table Groups(DemandReport report)
    {
        var table = ReportTables.New("By group, of output tokens");
        table.AddColumns("Group", "Plan or tier");
        ReportTables.AddNumbers(table, "Of the week", "Of the peak", "Own peak", "Peak/mean");
        foreach (var (group, load) in report.Groups)
        {
            ReportTables.AddRow(
                table,
                group.Name,
                group.Holder,
                Share(load.OutputOfWeek, report.Total.OutputOfWeek),
                Share(load.Output[report.Total.PeakHour], report.Total.Output[report.Total.PeakHour]),
                HourName.Of(load.PeakHour),
                Figures.Multiple(load.PeakToMean));
        }

        return table;
    }

    private static Table Zones(DemandReport report)
    {
        var table = ReportTables.New("By time zone");
        table.AddColumn("Zone");
        ReportTables.AddNumbers(table, "Of the week", "Own peak", "Peak/mean", "Of it in the common peak");
        var sum = report.Zones.Zones.Sum(zone => zone.Output.Sum());
        foreach (var zone in report.Zones.Zones)
        {
            ReportTables.AddRow(
                table,
                zone.Zone,
                Share(zone.Output.Sum(), sum),
                HourName.Of(zone.PeakHour),
                Figures.Multiple(zone.PeakToMean),
                DemandText.Percent(zone.Coincidence));
        }

        return table;
    }

    private static Table Grid(PlanGrid grid)
    {
        var table = ReportTables.New("Credits of all plans, were limits a multiple of what they are: of the week "
            + "(in the peak hour)");
        table.AddColumn("Session");
        ReportTables.AddNumbers(table, [.. LimitGrid.Weeks.Select(week => DemandText.Times("week", week))]);
        for (var s = 0; s < LimitGrid.Sessions.Length; s++)
        {
            var session = s;
            string[] cells =
            [
                .. LimitGrid.Weeks.Select((_, w) => grid[session, w])
                    .Select(cell => $"{DemandText.Change(cell.Use)} ({DemandText.Change(cell.Peak)})"),
            ];
            ReportTables.AddRow(table, [DemandText.Times("", LimitGrid.Sessions[s]), .. cells]);
        }

        return table;
    }

    /// <summary>Chosen cells of every plan, by their indices of session and week.</summary>
    private static Table Plans(DemandReport report)
    {
        (int Session, int Week, string Title)[] shown =
            [(2, 0, "Session ×2"), (0, 2, "Week ×1.5"), (2, 2, "Both")];
        var table = ReportTables.New("The same by plan: credits of the week; users who meet session and week");
        ReportTables.AddWhole(table, "Plan");
        ReportTables.AddNumbers(table, ["Now met by", .. shown.Select(cell => cell.Title), "No limits"]);
        foreach (var plan in report.Limits.Plans.Append(report.Limits.Total))
        {
            string[] cells =
            [
                .. shown.Select(cell => plan[cell.Session, cell.Week])
                    .Select(cell => $"{DemandText.Change(cell.Use)}; {Met(cell)}"),
            ];
            var free = DemandText.Change(plan[LimitGrid.Sessions.Length - 1, LimitGrid.Weeks.Length - 1].Use);
            ReportTables.AddRow(table, [plan.Plan.Length == 0 ? "all" : plan.Plan, Met(plan[0, 0]), .. cells, free]);
        }

        return table;

        static string Met(GridCell cell) =>
            $"{DemandText.Percent(cell.SessionLimited)}, {DemandText.Percent(cell.WeekLimited)}";
    }

    private static Table Tiers(DemandReport report)
    {
        var table = ReportTables.New("API tiers in their organisations' own busiest hour, output tokens/min");
        table.AddColumns("Organisations", "Class");
        ReportTables.AddNumbers(
            table, "Would like", "Limit", "Get", "Use of limit", "Meet it", "Of peaks in the common one");
        foreach (var tier in report.Tiers)
        {
            for (var c = 0; c < tier.Classes.Length; c++)
            {
                if (tier.Classes[c] is not { } use)
                    continue;
                ReportTables.AddRow(
                    table,
                    tier.Organizations.Name,
                    report.Model.Classes[c].Name,
                    AxisText.Number(use.Wanted),
                    AxisText.Number(use.Limit),
                    AxisText.Number(use.Used),
                    DemandText.Percent(use.Utilization),
                    DemandText.Percent(use.Limited),
                    DemandText.Percent(tier.Organizations.Coincidence));
            }
        }

        return table;
    }

    private static Table Months(DemandReport report)
    {
        var table = ReportTables.New("Months, each day with its own growth and policy");
        ReportTables.AddWhole(table, "Month");
        ReportTables.AddNumbers(
            table, "Demand", "Requests", "Input, uncached", "Input, cached", "Output", "Peak output tok/s", "Peak");
        foreach (var month in report.Months)
        {
            var classes = report.Model.Classes.Zip(month.Requests, (c, requests) => (c.Traffic, Requests: requests))
                .ToList();
            ReportTables.AddRow(
                table,
                DemandText.Month(month),
                Figures.Multiple(month.Growth),
                AxisText.Number(month.Requests.Sum()),
                AxisText.Number(classes.Sum(c => c.Requests * c.Traffic.Input)),
                AxisText.Number(classes.Sum(c => c.Requests * c.Traffic.Cached)),
                AxisText.Number(classes.Sum(c => c.Requests * c.Traffic.Output)),
                AxisText.Number(month.Peak),
                month.PeakAt.ToDateTimeOffset().ToString("d MMM HH:mm", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static string Share(double part, double whole) => DemandText.Percent(whole > 0 ? part / whole : 0);
}
