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
        var whatIf = new WhatIfOptions(comparesDates: false);
        return new ScenarioVerb("backtest", "Hold every change of the limits against the supply of its day.")
        {
            Options = [new JsonOption("Print the backtest as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var document = asked.Document;
                var report = BacktestReport.Of(
                    document.PlanInputs, values => ServiceModelCompiler.Compile(document.Variant(values)));
                return new ScenarioAnswer.Given(
                    () => BacktestJson.Write(report, document.Name), to => BacktestTables.Write(report, to));
            },
        }.Create(output, error);
    }
}
