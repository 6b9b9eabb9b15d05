using System.Globalization;
using Plimsoll.Evidence;
using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Two scenarios side by side, as a person reads them.</summary>
internal static class ComparisonTables
{
    private const int Shown = 20;

    public static void Write(ScenarioComparison report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{report.Other.Title}[/]");
        console.MarkupLineInterpolated($"against: {report.Base.Title}");
        console.WriteLine();
        console.Write(Days(report));
        console.Write(Lines(report));
        if (report.Inputs.Length > 0)
            console.Write(Inputs(report));
        foreach (var sentence in Rest(report))
            console.WriteLine(sentence);
    }

    private static Table Days(ScenarioComparison report)
    {
        var table = ReportTables.New("Supply and demand, and the load served over what is required");
        table.AddColumn("");
        var columns = report.Base.Days.Zip(report.Other.Days).ToArray();
        foreach (var (one, other) in columns)
        {
            ReportTables.AddNumbers(
                table, $"against,\n{Figures.Day(one.At)}", $"this,\n{Figures.Day(other.At)}", "difference");
        }

        Row("Accelerators", day => day.Accelerators, Figures.Amount, Ratio);
        Row("MW", day => day.Power.Value / 1e6, Figures.Amount, Ratio);
        Row("Demand, of its base", day => day.Growth, Figures.Multiple, Ratio);
        foreach (var condition in Enum.GetValues<Condition>())
            Row($"{condition}", day => day.Under(condition), Figures.Percent, Points);
        return table;

        void Row(
            string name, Func<DayStanding, double> value, Func<double, string> text,
            Func<double, double, string> difference) =>
            ReportTables.AddRow(table, [name, .. columns.SelectMany(days => new[]
            {
                text(value(days.First)), text(value(days.Second)), difference(value(days.First), value(days.Second)),
            })]);
    }

    private static Table Lines(ScenarioComparison report)
    {
        var table = ReportTables.New("Load lines under Storm: the largest multiple of the limit before that is borne");
        table.AddColumn("Limit");
        ReportTables.AddNumbers(table, "against", "this", "difference");
        var theirs = report.Other.Lines.ToDictionary(line => line.Dial.Key);
        foreach (var (dial, line) in report.Base.Lines)
        {
            if (theirs.Remove(dial.Key, out var their))
                Add(dial, line, their.Line);
            else
                Add(dial, line, null);
        }

        foreach (var (dial, line) in report.Other.Lines.Where(line => theirs.ContainsKey(line.Dial.Key)))
            Add(dial, null, line);
        return table;

        void Add(Dial dial, LoadLine? one, LoadLine? other) => ReportTables.AddRow(
            table,
            dial.Title,
            one is null ? "not there" : Figures.Line(one.Multiple),
            other is null ? "not there" : Figures.Line(other.Multiple),
            one is null || other is null ? "" : Ratio(one.Multiple, other.Multiple));
    }

    private static Table Inputs(ScenarioComparison report)
    {
        var table = ReportTables.New("Inputs that differ, and what each alone does to Storm when ramped");
        table.AddColumn("Input");
        ReportTables.AddNumbers(table, "against", "this", "Storm");
        foreach (var difference in report.Inputs.Take(Shown))
        {
            ReportTables.AddRow(
                table,
                difference.Base.Path,
                Value(difference.Base),
                Value(difference.Other),
                double.IsNaN(difference.Ratio) ? "–" : Figures.SignedPercent(difference.Ratio - 1, "0.0"));
        }

        return table;

        static string Value(InputRecord input) => $"{Figures.Amount(input.Mid)} {input.Unit}".TrimEnd();
    }

    private static IEnumerable<string> Rest(ScenarioComparison report)
    {
        if (report.Inputs.Length > Shown)
            yield return $"{report.Inputs.Length - Shown} more inputs differ; --json lists all.";
        foreach (var (paths, where) in new[] { (report.OnlyBase, "against"), (report.OnlyOther, "this") })
        {
            if (!paths.IsEmpty)
                yield return $"Only in '{where}': {string.Join(", ", paths)}.";
        }

        yield return $"Storm when ramped: {Figures.Percent(report.Base.Ramped)} against, "
            + $"{Figures.Percent(report.AllInputs)} with all inputs that differ, "
            + $"{Figures.Percent(report.Other.Ramped)} with what only one of them has, dates and the rest.";
    }

    private static string Ratio(double one, double other) =>
        double.IsInfinity(one) || double.IsInfinity(other) || one == 0
            ? (one.Equals(other) ? "none" : "") : Figures.SignedPercent((other / one) - 1);

    private static string Points(double one, double other) => double.IsInfinity(one) || double.IsInfinity(other)
        ? "" : ((other - one) * 100).ToString("+0 points;−0 points;none", CultureInfo.InvariantCulture);
}
