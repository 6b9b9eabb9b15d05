using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Backtest;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll backtest SCENARIO</c>: every change of limits held against the supply of its day.</summary>
internal static class BacktestCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the backtest as JSON." };
        var whatIf = new WhatIfOptions(comparesDates: false);
        var command = new Command("backtest", "Hold every change of the limits against the supply of its day.")
        {
            scenario, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            if (ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error) is not { } document)
                return ExitCode.InvalidInput;
            var report = BacktestReport.Of(
                document.PlanInputs, values => ServiceModelCompiler.Compile(document.Variant(values)));
            if (parsed.GetValue(json))
                output.Lines.WriteLine(BacktestJson.Write(report, document.Name));
            else
                BacktestTables.Write(report, output);
            return ExitCode.Ok;
        });
        return command;
    }
}
