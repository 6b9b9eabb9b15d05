using System.Globalization;
using Plimsoll.Scenarios.Benchmarks;
using Plimsoll.Serving.Fitting;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A calibration as a person reads it in a terminal.</summary>
internal static class CalibrationTables
{
    public static void Write(BenchmarkFolder folder, IReadOnlyList<RegimeStudy> studies, IAnsiConsole console)
    {
        var runs = folder.Benchmarks.Runs;
        console.WriteLine($"{runs.Count} runs of {Names(runs.Select(run => run.Model))}, on "
            + $"{Names(runs.Select(run => run.Accelerator.Name))}.");
        foreach (var left in folder.Benchmarks.LeftOut)
            console.WriteLine(left);
        console.WriteLine(folder.HeldBack.Count == 0
            ? "No model is held back: there are too few."
            : $"Held back from every fit but that of the constants: {Names(folder.HeldBack)}.");
        console.WriteLine();
        foreach (var source in studies.SelectMany(s => s.Errors).Select(e => e.Source).Distinct().Order())
            console.Write(Errors(source, studies));
        console.Write(Constants(studies));
        console.WriteLine("* stands at a bound. Times in µs, but per request in ms; power in watts.");
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Distinct().Order(StringComparer.Ordinal));

    /// <summary>A row for each model and metric, after one for all models of the regime.</summary>
    private static Table Errors(string source, IReadOnlyList<RegimeStudy> studies)
    {
        var table = New($"{source}: mean of |predicted / measured − 1|");
        table.AddColumns("System", "Engine", "Model", "");
        AddNumbers(table, "Figures", "In sample", "Left out", "Held back");
        foreach (var study in studies)
        {
            var rows = study.Errors.Where(row => row.Source == source).ToList();
            var byMetric = rows.GroupBy(row => row.Metric).Where(one => one.Count() > 1);
            foreach (var metric in byMetric.OrderBy(one => one.Key))
            {
                var all = ErrorSummary.Of([.. metric]);
                Row($"all {CalibrationText.Kind(study.Regime)}", metric.Key, all.Fitted + all.Held,
                    (all.InSample, all.LeftOut, all.HeldBack), "bold");
            }

            foreach (var row in rows)
                Row(row.Model, row.Metric, row.Count, (row.InSample, row.LeftOut, row.HeldBack), "default");

            void Row(string model, Metric metric, int count,
                (double? InSample, double? LeftOut, double? HeldBack) error, string style) => table.AddRow(
                Styled(study.Regime.System, style),
                Styled(study.Regime.Engine, style),
                Styled(model, style),
                Styled(Reading.Name(metric), style),
                Styled(count.ToString(CultureInfo.InvariantCulture), style),
                Styled(CalibrationText.Error(error.InSample), style),
                Styled(CalibrationText.Error(error.LeftOut), style),
                Styled(CalibrationText.Error(error.HeldBack), style));
        }

        return table;
    }

    private static Markup Styled(string text, string style) => new($"[{style}]{Markup.Escape(text)}[/]");

    private static Table Constants(IReadOnlyList<RegimeStudy> studies)
    {
        var table = New("Constants, fitted to all models");
        table.AddColumns("System", "Engine", "Kind");
        AddNumbers(table, "MBU", "MFU", "Layer", "Doubling", "Sequence", "Request", "Base", "Memory", "Compute");
        foreach (var study in studies)
        {
            var fit = study.Fit.Calibration;
            table.AddRow(
                Markup.Escape(study.Regime.System),
                Markup.Escape(study.Regime.Engine),
                CalibrationText.Kind(study.Regime),
                Value(study, "mbu", fit.Mbu.Fraction, "0.00"),
                Value(study, "mfu", fit.Mfu.Fraction, "0.00"),
                Value(study, "per-layer", fit.PerLayer.Seconds * 1e6, "0.0"),
                Value(study, "per-doubling", fit.PerDoubling.Seconds * 1e6, "0.0"),
                Value(study, "per-sequence", fit.PerSequence.Seconds * 1e6, "0.0"),
                Value(study, "per-request", study.Fit.PerRequest.Seconds * 1e3, "0.0"),
                Value(study, "base", study.Power?.Base.Value, "0"),
                Value(study, "memory", study.Power?.Memory.Value, "0"),
                Value(study, "compute", study.Power?.Compute.Value, "0"));
        }

        return table;
    }

    private static string Value(RegimeStudy study, string name, double? value, string format) => value is null
        ? "–"
        : value.Value.ToString(format, CultureInfo.InvariantCulture) + (study.AtBounds.Contains(name) ? "*" : "");

    private static Table New(string title) =>
        new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };

    private static void AddNumbers(Table table, params string[] names)
    {
        foreach (var name in names)
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
    }
}
