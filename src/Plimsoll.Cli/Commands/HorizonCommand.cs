using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Horizon;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll horizon SCENARIO</c>: capacity, load and load lines month by month.</summary>
internal static class HorizonCommand
{
    private const int MostMonths = 120;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var from = DateOption.Create("First day; default: the scenario's, or compare.before.", "--from");
        var months = NumberOption.Whole(
            "--months", $"How many months, 1 to {MostMonths}; default: the scenario's, or 12.", 1, MostMonths);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var json = new Option<bool>("--json") { Description = "Print the horizon as JSON." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write the months to this CSV file." };
        var html = new Option<FileInfo?>("--html") { Description = "Write a page with charts to this HTML file." };
        var svg = new Option<FileInfo?>("--svg") { Description = "Write the chart of capacity and load to this file." };
        var command = new Command("horizon", "Plan month by month under all five conditions.")
        {
            scenario, from, months, json, csv, html, svg,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var files = new WrittenFile[]
            {
                new("--csv", parsed.GetValue(csv)), new("--html", parsed.GetValue(html)),
                new("--svg", parsed.GetValue(svg)),
            };
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable(files, error) || document is null)
                return ExitCode.InvalidInput;
            var report = Plan(document, parsed.GetValue(from), parsed.GetValue(months));
            if (!files[0].Write(() => HorizonCsv.Write(report), error)
                || !files[1].Write(() => HorizonPage.Write(report, document.Name), error)
                || !files[2].Write(() => HorizonCharts.Balance(report).Drawing(), error))
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(HorizonJson.Write(report, document.Name));
            else
                HorizonTables.Write(report, output);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Plans the months of a valid scenario, or others.</summary>
    public static HorizonReport Plan(ScenarioDocument document, DateOnly? from = null, int? months = null)
    {
        var (spec, model) = (document.Spec.Horizon, ServiceModelCompiler.Compile(document.Spec));
        var start = from ?? spec.From ?? document.Spec.Compare.Before;
        return new HorizonPlanner(model).Plan(Instant.FromDate(start), months ?? spec.Months);
    }
}
