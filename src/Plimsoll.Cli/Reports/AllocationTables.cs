using System.Globalization;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Supply;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>An allocation as a person reads it.</summary>
internal static class AllocationTables
{
    private const int ShownHours = 6;
    private const double SecondsPerHour = 3600;
    private const double Negligible = 1e-6;

    public static void Write(AllocationReport report, string title, IAnsiConsole console)
    {
        var week = report.Week;
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        console.WriteLine($"Week of {Figures.Day(WeekShape.MondayOf(week.At))}, hours in UTC; supply, policy and "
            + $"growth of {Figures.Day(week.At)}; {Deciding(week.Objective)} decides in the end.");
        console.WriteLine();
        if (!report.Conflict.IsEmpty)
        {
            Conflict(report, console);
            return;
        }

        console.Write(Goals(report));
        console.Write(Load(report));
        console.Write(Pools(report));
        if (report.Jobs.Length > 0)
            console.Write(Jobs(report));
        if (report.Contracts.Length > 0)
            console.Write(Contracts(report));
        console.Write(Sites(report));
        if (report.Permits.Length > 0)
            console.Write(Permits(report));
        if (report.Resources.Any(resource => resource.Worth[resource.Dearest].Goal is not null))
            console.Write(Resources(report));
        console.Write(Hours(report));
    }

    private static string Deciding(AllocationObjective objective) =>
        objective == AllocationObjective.Money ? "money" : "CO2e";

    private static void Conflict(AllocationReport report, IAnsiConsole console)
    {
        console.WriteLine("There is no allocation: these cannot all be kept; without any one of them the others can.");
        foreach (var (what, hour) in report.Conflict)
            console.WriteLine(hour < 0 ? $"- {what}" : $"- {what}, {HourName.Of(hour)}");
    }

    private static Table Goals(AllocationReport report)
    {
        var table = ReportTables.New("Goals in order, each as small as those before it allow");
        table.AddColumn("Goal");
        ReportTables.AddNumbers(table, "Asked for", "Least possible", "Proven to");
        foreach (var goal in report.Goals)
        {
            var proof = goal.Certificate;
            var rank = report.Goals.Count(g => g.Goal == goal.Goal) > 1 ? $", rank {goal.Rank}" : "";
            ReportTables.AddRow(
                table,
                AllocationText.Name(goal.Goal) + rank,
                goal.Asked > 0 ? AllocationText.Amount(goal.Goal, goal.Asked) : "",
                AllocationText.Amount(goal.Goal, goal.Optimum),
                Math.Max(proof.Gap, Math.Max(proof.Primal, proof.Dual)).ToString("0e+0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static Table Load(AllocationReport report)
    {
        var table = ReportTables.New("Interactive load of the week");
        table.AddColumn("Class");
        ReportTables.AddNumbers(table, "Output tokens", "Not served");
        table.AddColumns("Worst hour", "A million more tokens cost, at the dearest hour");
        foreach (var load in report.Load)
        {
            var dearest = Dearest(load);
            ReportTables.AddRow(
                table,
                AllocationText.Name(load.Part, report.Week),
                Figures.Amount(load.Asked),
                load.Unserved > 0 ? Figures.Percent(load.Unserved / load.Asked) : "none",
                load.Unserved > 0 ? $"{HourName.Of(load.WorstHour)}, {Figures.Percent(load.WorstShare)}" : "",
                AllocationText.Price(load.Cost[dearest] with { Value = load.Cost[dearest].Value * 1e6 })
                + (load.Cost[dearest].Goal is null ? "" : $", {HourName.Of(dearest)}"));
        }

        return table;
    }

    private static int Dearest(LoadWeek load)
    {
        var dearest = 0;
        for (var hour = 1; hour < load.Cost.Length; hour++)
            dearest = load.Cost[hour].Outweighs(load.Cost[dearest]) ? hour : dearest;
        return dearest;
    }

    private static Table Pools(AllocationReport report)
    {
        var table = ReportTables.New("What pools do, in parts of their accelerator-hours");
        table.AddColumn("Pool");
        ReportTables.AddNumbers(table, "Accelerators", "Serving", "Held", "Batch", "Training", "Idle");
        foreach (var pool in report.Pools)
        {
            ReportTables.AddRow(
                table,
                $"{report.Week.Fleet.Pools[pool.Pool].Pool.Name} at {report.Week.SiteOf(pool.Pool).Site.Name}",
                Figures.Amount(pool.InService),
                Part(pool.Serving),
                Part(pool.StandingBy),
                Part(pool.Batch),
                Part(pool.Training),
                Part(pool.Idle));
        }

        return table;

        static string Part(double part) => part < 5e-5 ? "–" : part.ToString("0.0%", CultureInfo.InvariantCulture);
    }

    private static Table Jobs(AllocationReport report)
    {
        var table = ReportTables.New("Work that may wait");
        table.AddColumn("Job");
        ReportTables.AddNumbers(table, "Accelerator-hours", "Runs in time", "Not done");
        foreach (var job in report.Jobs)
        {
            ReportTables.AddRow(
                table,
                job.Job.Name,
                Figures.Amount(job.Work),
                $"{job.Met} of {job.Runs}",
                job.Missed > 0 ? $"{Figures.Amount(job.Missed)} ({Figures.Percent(job.Missed / job.Work)})"
                    + (job.Obstacle is { } obstacle ? $": {obstacle}" : "") : "none");
        }

        return table;
    }

    private static Table Contracts(AllocationReport report)
    {
        var table = ReportTables.New("Accelerator-hours paid whether used or not");
        table.AddColumn("Contract");
        ReportTables.AddNumbers(table, "In service", "Least", "Used", "Shortfall");
        table.AddColumn("One more paid for costs");
        foreach (var contract in report.Contracts)
        {
            ReportTables.AddRow(
                table,
                contract.Contract,
                Figures.Amount(contract.InService),
                Figures.Amount(contract.Least),
                Figures.Amount(contract.Used),
                contract.Shortfall > Negligible * contract.Least ? Figures.Amount(contract.Shortfall) : "none",
                AllocationText.Price(contract.Cost));
        }

        return table;
    }

    private static Table Sites(AllocationReport report)
    {
        var sites = report.Week.Fleet.Sites;
        var table = ReportTables.New("Energy of the week, in the basis of each site's megawatts");
        table.AddColumn("Site");
        ReportTables.AddNumbers(table, "MWh", "Peak MW", "Of MW", "Drawn for nothing", "USD", "CO2e");
        foreach (var site in report.Sites)
        {
            ReportTables.AddRow(
                table,
                sites[site.Site].Site.Name,
                Figures.Amount(site.MegawattHours),
                Figures.Amount(site.PeakMegawatts),
                Figures.Amount(sites[site.Site].Power.Value / 1e6),
                site.BurntMegawattHours > 0 ? $"{Figures.Amount(site.BurntMegawattHours)} MWh" : "–",
                site.Money is { } money ? Figures.Amount(money) : "not stated",
                site.Carbon is { } carbon ? AllocationText.Carbon(carbon) : "not stated");
        }

        return table;
    }

    private static Table Permits(AllocationReport report)
    {
        var table = ReportTables.New("Permits");
        table.AddColumn("Permit");
        ReportTables.AddNumbers(table, "Emitted", "A week's part", "Used");
        table.AddColumn("One more kg saves");
        foreach (var permit in report.Permits)
        {
            ReportTables.AddRow(
                table,
                $"{PollutantName.Of(permit.Pollutant)} by {permit.Name} at "
                    + report.Week.Fleet.Sites[permit.Site].Site.Name,
                AllocationText.Carbon(permit.Kilograms),
                AllocationText.Carbon(permit.Most),
                permit.Most > 0 ? Figures.Percent(permit.Kilograms / permit.Most) : "",
                AllocationText.Price(permit.Worth));
        }

        return table;
    }

    private static Table Resources(AllocationReport report)
    {
        var table = ReportTables.New("What is worth something, and what one more saves in its dearest hour");
        table.AddColumn("Resource");
        ReportTables.AddNumbers(table, "Used up", "Worth something");
        table.AddColumns("Dearest", "One more saves then");
        foreach (var resource in report.Resources)
        {
            var dearest = resource.Worth[resource.Dearest];
            if (dearest.Goal is null)
                continue;
            ReportTables.AddRow(
                table,
                resource.Name,
                $"{resource.HoursUsedUp} h",
                $"{resource.Worth.Count(worth => worth.Goal is not null)} h",
                HourName.Of(resource.Dearest),
                $"{Saving(dearest)} per {resource.Unit}");
        }

        return table;
    }

    /// <summary>What one more of a thing of an hour saves in it.</summary>
    private static string Saving(ShadowPrice price) => price.Goal == AllocationGoal.UnservedInteractive
        ? $"{Figures.Amount(price.Value / SecondsPerHour)} output tok/s" : AllocationText.Price(price);

    private static Table Hours(AllocationReport report)
    {
        var table = ReportTables.New("Tightest hours, and what one more of what binds saves in that hour");
        table.AddColumn("Hour");
        ReportTables.AddNumbers(table, "Output tok/s", "Not served", "MW");
        table.AddColumns("What binds", "One more saves");
        var tightest = Enumerable.Range(0, report.Hours.Length).Where(hour => report.Hours[hour].Binding >= 0)
            .OrderBy(hour => Worth(hour).Goal)
            .ThenByDescending(hour => Missed(report.Hours[hour]))
            .ThenByDescending(hour => report.Hours[hour].Asked)
            .ThenBy(hour => hour).Take(ShownHours);
        foreach (var hour in tightest)
        {
            var at = report.Hours[hour];
            var binding = report.Resources[at.Binding];
            ReportTables.AddRow(
                table,
                HourName.Of(hour),
                Figures.Amount(at.Asked),
                Missed(at) > 0 ? Figures.Percent(Missed(at)) : "none",
                Figures.Amount(at.Megawatts),
                binding.Name,
                $"{Saving(Worth(hour))} per {binding.Unit}");
        }

        return table;

        ShadowPrice Worth(int hour) => report.Resources[report.Hours[hour].Binding].Worth[hour];

        static double Missed(HourWeek hour) =>
            1 - (hour.Served / hour.Asked) is var part && part > Negligible ? part : 0;
    }
}
