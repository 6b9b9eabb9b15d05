using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll contracts SCENARIO</c>: what contracts cost, commit to, and take to leave.</summary>
internal static class ContractsCommand
{
    private const int MostMonths = 240;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var at = DateOption.Create("Look from this date on, as yyyy-MM-dd; the end of the ramp by default.");
        var months = NumberOption.Whole("--months", $"How many months of costs, 1 to {MostMonths}.", 1, MostMonths, 12);
        var used = NumberOption.Create(
            "--used",
            "Part of the accelerator-hours in service that is used, 0 to 1; default: 1.",
            "a number of 0 to 1, such as 0.8",
            value => value is >= 0 and <= 1);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new FileOption("--csv", "Write the months of every contract to this file.");
        return new ScenarioVerb("contracts", "Tell what contracts cost, commit to, and take to leave.")
        {
            Options = [at, months, used, csv, new JsonOption("Print the contracts as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var run = ContractsRun.Of(
                    asked.Document, asked.DayOf(at), asked.Value(months) ?? 12, asked.Value(used) ?? 1);
                return new ScenarioAnswer.Given(() => ContractsJson.Write(run), to => ContractsTables.Write(run, to))
                {
                    Files = { [csv] = WrittenFile.Text(() => ContractsCsv.Write(run)) },
                };
            },
        }.Create(output, error);
    }
}
