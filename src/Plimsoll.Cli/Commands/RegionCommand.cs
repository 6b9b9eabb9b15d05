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
        var scenario = ScenarioArgument.Create();
        var draws = NumberOption.Whole(
            "--draws", $"Draws of the disputed inputs, 1 to {MostDraws}.", 1, MostDraws, UsualDraws);
        var svg = new Option<FileInfo?>("--svg") { Description = "Write the figure to this SVG file." };
        var json = new Option<bool>("--json") { Description = "Print the region as JSON." };
        var whatIf = new WhatIfOptions(comparesDates: false);
        var command = new Command("region", "Tell which fleet before the new sites makes the changes of limits right.")
        {
            scenario, draws, svg, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var figure = new WrittenFile("--svg", parsed.GetValue(svg));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable([figure], error) || document is null)
                return ExitCode.InvalidInput;
            var report = RegionReport.Of(
                document.PlanInputs,
                values => ServiceModelCompiler.Compile(document.Variant(values)),
                parsed.GetValue(draws) ?? UsualDraws,
                out var obstacle);
            if (report is null)
            {
                error.Lines.WriteLine($"{path}: there is no region: {obstacle}.");
                return ExitCode.InvalidInput;
            }

            return Write(report, document.Name, figure, parsed.GetValue(json), output, error);
        });
        return command;
    }

    private static int Write(
        RegionReport report, string name, WrittenFile figure, bool isJson, IAnsiConsole output, IAnsiConsole error)
    {
        if (!figure.Write(() => RegionCharts.Of(report).Svg(), error))
            return ExitCode.InvalidInput;
        if (isJson)
            output.Lines.WriteLine(RegionJson.Write(report, name));
        else
            RegionTables.Write(report, output);
        return ExitCode.Ok;
    }
}
