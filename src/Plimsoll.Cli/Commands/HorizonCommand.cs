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
        var from = DateOption.Create("First day; default: the scenario's, or compare.before.", "--from");
        var months = NumberOption.Whole(
            "--months", $"How many months, 1 to {MostMonths}; default: the scenario's, or 12.", 1, MostMonths);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new FileOption("--csv", "Write the months to this CSV file.");
        var html = new FileOption("--html", "Write a page with charts to this HTML file.");
        var svg = new FileOption("--svg", "Write the chart of capacity and load to this file.");
        var json = new JsonOption("Print the horizon as JSON.");
        return new ScenarioVerb("horizon", "Plan month by month under all five conditions.")
        {
            Options = [from, months, json, csv, html, svg, .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var report = Plan(asked.Document, asked.Value(from), asked.Value(months));
                return new ScenarioAnswer.Given(
                    () => HorizonJson.Write(report, asked.Document.Name), to => HorizonTables.Write(report, to))
                {
                    Files =
                    {
                        [csv] = WrittenFile.Text(() => HorizonCsv.Write(report)),
                        [html] = WrittenFile.Text(() => HorizonPage.Write(report, asked.Document.Name)),
                        [svg] = WrittenFile.Text(() => HorizonCharts.Balance(report).Drawing()),
                    },
                };
            },
        }.Create(output, error);
    }

    /// <summary>Plans the months of a valid scenario, or others.</summary>
    public static HorizonReport Plan(ScenarioDocument document, DateOnly? from = null, int? months = null)
    {
        var (spec, model) = (document.Spec.Horizon, ServiceModelCompiler.Compile(document.Spec));
        var start = from ?? spec.From ?? document.Spec.Compare.Before;
        return new HorizonPlanner(model).Plan(Instant.FromDate(start), months ?? spec.Months);
    }
}
