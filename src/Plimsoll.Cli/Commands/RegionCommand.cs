using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Backtest;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll region SCENARIO</c>: which fleet before the new sites makes the changes of limits right.
/// </summary>
internal static class RegionCommand
{
    private const int MostDraws = 10_000;
    private const int UsualDraws = 256;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var draws = NumberOption.Whole(
            "--draws", $"Draws of the disputed inputs, 1 to {MostDraws}.", 1, MostDraws, UsualDraws);
        var svg = new FileOption("--svg", "Write the figure to this SVG file.");
        var whatIf = new WhatIfOptions(comparesDates: false);
        return new ScenarioVerb("region", "Tell which fleet before the new sites makes the changes of limits right.")
        {
            Options = [draws, svg, new JsonOption("Print the region as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var document = asked.Document;
                var report = RegionReport.Of(
                    document.PlanInputs,
                    values => ServiceModelCompiler.Compile(document.Variant(values)),
                    asked.Value(draws) ?? UsualDraws,
                    out var obstacle);
                return report is null
                    ? new ScenarioAnswer.Refused(
                        $"{asked.Path}: there is no region: {obstacle}.", ExitCode.InvalidInput)
                    : new ScenarioAnswer.Given(
                        () => RegionJson.Write(report, document.Name), to => RegionTables.Write(report, to))
                    {
                        Files = { [svg] = WrittenFile.Text(() => RegionCharts.Of(report).Svg()) },
                    };
            },
        }.Create(output, error);
    }
}
