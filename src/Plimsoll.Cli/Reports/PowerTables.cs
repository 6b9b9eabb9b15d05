using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Demand;
using Plimsoll.Footprint.Power;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Where power comes from, and what a curtailment costs, as a person reads it.</summary>
internal static class PowerTables
{
    private const double Negligible = 1e-6;
    private const int MostNamed = 3;

    private static readonly double[] Durations = [0, 0.05, 0.5, 0.95, 1];

    public static void Write(PowerReport report, string title, double rate, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        var spread = report.Objective is { } objective
            ? $"load goes where it takes least {objective.ToString().ToLowerInvariant()}" : "load is spread evenly";
        console.WriteLine($"Week of {Figures.Day(WeekShape.MondayOf(report.At))}, hours in UTC, as `footprint` meters "
            + $"it; {spread}.");
        console.WriteLine();
        if (!report.Week.Conflict.IsEmpty)
        {
            console.WriteLine("There is no allocation: `plimsoll allocate` says what cannot be kept together.");
            return;
        }

        if (report.Sites.IsEmpty)
        {
            console.WriteLine("No site in service states 'sources', 'curtailment' or 'swings'.");
            return;
        }

        foreach (var site in report.Sites)
        {
            console.Write(Sources(site));
            foreach (var line in site.Meter.Sources.Where(line => line.TooFast.Any(joules => joules > 0)))
            {
                console.WriteLine($"{line.Source.Name} fell faster than it can in "
                    + $"{line.TooFast.Count(joules => joules > 0)} hours: nothing could take "
                    + $"{Figures.Amount(Energy(line.TooFast))} MWh.");
            }

            if (site.Site.Swings is not null)
                console.Write(Swings(site));
            if (site.Events.IsEmpty)
                continue;
            console.WriteLine("Events are told of the week that `allocate` fills, without and with each, at supply, "
                + $"policy and growth of {Figures.Day(report.At)}.");
            console.WriteLine();
            console.Write(Events(site));
            console.Write(Years(site, rate));
        }
    }

    private static Table Sources(SitePower site)
    {
        var table = ReportTables.New($"{site.Site.Name}: MW by source, and the hours in which it is reached or passed");
        table.AddColumn("Source");
        ReportTables.AddNumbers(table, "Of MW", "MWh", "Part", "Most", "5% of hours", "Half", "95%", "Least", "Starts");
        var all = Energy(site.Meter.Sources.SelectMany(line => line.Joules));
        foreach (var line in site.Meter.Sources)
        {
            Row(
                line.Source.Name,
                Figures.Amount(line.Source.Capacity.Value / 1e6),
                line.Joules,
                line.Source is EnergySource.Storage
                    ? "" : Figures.Percent(all > 0 ? Energy(line.Joules) / all : 0),
                line.Starts.IsEmpty ? "" : line.Starts.Sum().ToString(CultureInfo.InvariantCulture));
        }

        Row("not served", "", site.Meter.NotServed, "", "");
        return table;

        void Row(string name, string capacity, ImmutableArray<long> joules, string part, string starts)
        {
            var sorted = joules.OrderDescending().ToArray();
            ReportTables.AddRow(
                table,
                [
                    name, capacity, Figures.Amount(Energy(joules)), part,
                    .. Durations.Select(share => Figures.Amount(
                        new Joules(sorted[(int)(share * (sorted.Length - 1))]).MegawattHours)),
                    starts,
                ]);
        }
    }

    private static double Energy(IEnumerable<long> joules) => new Joules(joules.Sum()).MegawattHours;

    private static Table Swings(SitePower site)
    {
        var (step, swings) = site.Ramp!.Value;
        var terms = site.Site.Swings!;
        var table = ReportTables.New(
            $"{site.Site.Name}: swings of {Megawatts(terms.Change(site.Site))} where the grid follows "
            + $"{Megawatts(terms.LimitPerMinute)} a minute");
        table.AddColumn("Load");
        ReportTables.AddNumbers(table, "Battery MW", "Battery MWh", "Kept MWh", "MW of swing left to the grid");
        Row("falls or rises at once, and stays", step);
        Row($"up and down every {Figures.Amount(terms.Period.Seconds)} s", swings);
        if (site.RampWithSources is { } followed)
        {
            var with = $"with {Megawatts(site.FollowedPerMinute)} a minute of generators";
            Row($"falls or rises at once, {with}", followed.Step);
            Row($"up and down, {with}", followed.Swings);
        }

        return table;

        static string Megawatts(Watts watts) => $"{Figures.Amount(watts.Value / 1e6)} MW";

        void Row(string name, RampCover cover) => ReportTables.AddRow(
            table,
            name,
            Figures.Amount(cover.Power.Value / 1e6),
            Figures.Amount(cover.Energy.MegawattHours),
            Figures.Amount(site.Reserve.MegawattHours),
            Figures.Amount(cover.GridRange.Value / 1e6));
    }

    private static Table Events(SitePower site)
    {
        var terms = site.Site.Curtailment!;
        var order = string.Join(", ", terms.Order.Select(step => step.ToString().ToLowerInvariant()));
        var table = ReportTables.New(
            $"{site.Site.Name}: an event in which the grid gives {Figures.Percent(terms.Depth)} less; "
            + $"given up in the order {order}");
        table.AddColumns("Event", "With");
        ReportTables.AddNumbers(table, "MWh not given", "Own sources", "Drawn less");
        table.AddColumns("Training", "Batches", "Lower clocks", "Not served", "Energy costs more");
        foreach (var (own, cost) in site.Events.Select(one => (one.HasOwnSources, one.Cost)))
        {
            ReportTables.AddRow(
                table,
                cost.IsImpossible
                    ? ["", Name(own), "", "", "", "cannot be kept", "", "", "", ""]
                    :
                    [
                        $"{HourName.Of(cost.Event.From)}, {cost.Event.Hours} h",
                        Name(own),
                        Figures.Amount(cost.NotGiven),
                        Figures.Amount(Least(cost.FromOwn)),
                        Figures.Amount(Least(cost.Drawn)),
                        Paused(cost.TrainingPaused, cost.TrainingLost),
                        Paused(cost.BatchPaused, cost.BatchLost),
                        Hours(cost.LoweredClocks),
                        cost.Classes.IsEmpty ? "nothing" : string.Join("; ", cost.Classes.Select(Cut)),
                        $"{Figures.Amount(Least(cost.Money))} USD",
                    ]);
        }

        return table;
    }

    private static string Name(bool own) => own ? "all sources" : "the grid alone";

    private static double Least(double value) => Math.Abs(value) < Negligible ? 0 : value;

    private static string Paused(double paused, double lost)
    {
        var made = lost > Negligible ? $"{Figures.Amount(lost)} h not done" : "all made up";
        return paused > Negligible || lost > Negligible
            ? $"{Figures.Amount(Math.Max(0, paused))} h wait, {made}" : "nothing";
    }

    private static string Hours(double hours) => hours > Negligible ? $"{Figures.Amount(hours)} h" : "nothing";

    private static string Touched(string[] promises) => promises.Length switch
    {
        0 => "none",
        <= MostNamed => string.Join(", ", promises),
        _ => $"{string.Join(", ", promises.Take(MostNamed))} and {promises.Length - MostNamed} more",
    };

    private static string Cut(ClassCut cut) =>
        $"{cut.Class}: {Figures.Amount(cut.Tokens)} tokens, {Figures.Percent(cut.WorstShare)} at worst";

    private static Table Years(SitePower site, double rate)
    {
        var terms = site.Site.Curtailment!;
        var table = ReportTables.New(
            $"{site.Site.Name}: a year of events of {Figures.Amount(terms.Length.Seconds / 3600)} h");
        table.AddColumns("Rate", "With");
        ReportTables.AddNumbers(
            table, "Events", "Hours", "MWh not given", "Training h lost", "Output tokens lost", "USD");
        table.AddColumn("Promises touched");
        var hours = site.Events[0].Cost.Event.Hours;
        foreach (var year in new[] { terms, terms.AtRate(rate) })
        {
            foreach (var (own, cost) in site.Events.Where(one => one.Cost.Event.Hours == hours)
                .Select(one => (one.HasOwnSources, one.Cost)))
            {
                var events = year.EventsPerYear;
                string[] promises =
                [
                    .. cost.Classes.SelectMany(cut => cut.Promises).Distinct().Order(StringComparer.Ordinal),
                ];
                ReportTables.AddRow(
                    table,
                    year.Rate.ToString("0.00%", CultureInfo.InvariantCulture),
                    Name(own),
                    Figures.Amount(events),
                    Figures.Amount(year.PerYear.Seconds / 3600),
                    Figures.Amount(events * cost.NotGiven),
                    Figures.Amount(events * Least(cost.TrainingLost)),
                    Figures.Amount(events * cost.Tokens),
                    Figures.Amount(events * Least(cost.Money)),
                    Touched(promises));
            }
        }

        return table;
    }
}
