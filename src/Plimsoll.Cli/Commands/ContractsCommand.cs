using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Quantities;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll contracts SCENARIO</c>: what contracts cost, commit to, and take to leave.</summary>
internal static class ContractsCommand
{
    private const int MostMonths = 240;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var at = DateOption.Create("Look from this date on, as yyyy-MM-dd; the end of the ramp by default.");
        var months = NumberOption.Whole("--months", $"How many months of costs, 1 to {MostMonths}.", 1, MostMonths, 12);
        var used = NumberOption.Create(
            "--used",
            "Part of the accelerator-hours in service that is used, 0 to 1; default: 1.",
            "a number of 0 to 1, such as 0.8",
            value => value is >= 0 and <= 1);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new Option<FileInfo?>("--csv") { Description = "Write the months of every contract to this file." };
        var json = new Option<bool>("--json") { Description = "Print the contracts as JSON." };
        var command = new Command("contracts", "Tell what contracts cost, commit to, and take to leave.")
        {
            scenario, at, months, used, csv, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var file = new WrittenFile("--csv", parsed.GetValue(csv));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable([file], error) || document is null)
                return ExitCode.InvalidInput;
            var run = ContractsRun.Of(
                document,
                Instant.FromDate(parsed.GetValue(at) ?? document.Spec.Compare.Ramped),
                parsed.GetValue(months) ?? 12,
                parsed.GetValue(used) ?? 1);
            if (!file.Write(() => ContractsCsv.Write(run), error))
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(ContractsJson.Write(run));
            else
                ContractsTables.Write(run, output);
            return ExitCode.Ok;
        });
        return command;
    }
}
