using System.Globalization;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Accounts;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Demand in closed form beside drawn users, as a person reads it.</summary>
internal static class DrawnTables
{
    public static void Write(DrawnWeek drawn, ulong seed, IAnsiConsole console)
    {
        console.Write(Populations(drawn));
        console.Write(Cells(drawn));
        console.WriteLine($"{AdequacyText.Whole(drawn.Users)} users of each population for {DrawnWeek.Weeks} weeks, "
            + $"seed {seed}; the same seed gives the same figures.");
    }

    private static Table Populations(DrawnWeek drawn)
    {
        var table = ReportTables.New("Closed form against drawn users: credits a user uses in a week");
        table.AddColumn("Population");
        ReportTables.AddNumbers(
            table, "Closed form", "Drawn", "95% interval", "Error", "Meet session", "Drawn", "Meet week", "Drawn");
        foreach (var (population, closed, use) in drawn.Populations)
        {
            var credits = closed.CreditsPerWeek.Sum();
            ReportTables.AddRow(
                table,
                population.Name,
                AxisText.Number(credits),
                AxisText.Number(use.CreditsPerWeek.Value),
                $"± {DemandText.Percent(use.CreditsPerWeek.HalfWidth / use.CreditsPerWeek.Value)}",
                Error((credits / use.CreditsPerWeek.Value) - 1),
                DemandText.Percent(closed.SessionLimitedShare),
                DemandText.Percent(use.SessionLimitedShare),
                DemandText.Percent(closed.WeekLimitedShare),
                DemandText.Percent(use.WeekLimitedShare));
        }

        return table;
    }

    private static Table Cells(DrawnWeek drawn)
    {
        var table = ReportTables.New("What multiples of limits add, and the error of the closed form in percent");
        ReportTables.AddWhole(table, "Session", "Week");
        ReportTables.AddNumbers(
            table, "Closed form", "Drawn", "Week", "Peak", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
        var now = drawn.Cells[0];
        foreach (var cell in drawn.Cells)
        {
            ReportTables.AddRow(
                table,
                [
                    DemandText.Times("", cell.Session),
                    DemandText.Times("", cell.Week),
                    DemandText.Change(cell.Closed.Sum() / now.Closed.Sum()),
                    DemandText.Change(cell.Drawn.Sum() / now.Drawn.Sum()),
                    Points(cell.ErrorOfWeek),
                    Points(cell.ErrorOfPeak),
                    .. cell.ErrorOfDays.Select(Points),
                ]);
        }

        return table;
    }

    private static string Points(double error) =>
        (error * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Error(double error) => error.ToString("+0.0%;−0.0%;0.0%", CultureInfo.InvariantCulture);
}
