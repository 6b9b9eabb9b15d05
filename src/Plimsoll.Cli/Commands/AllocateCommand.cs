using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll allocate SCENARIO</c>: who runs where in each hour of a week, and what stops it.</summary>
internal static class AllocateCommand
{
    private const double MostMultiple = 1_000_000;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var at = DateOption.Create("Allocate the week of this date, as yyyy-MM-dd; the end of the ramp by default.");
        var objective = NumberOption.Of<AllocationObjective>(
            "--objective", "What decides in the end: money (the default) or carbon.", "money or carbon", Objective);
        var multiple = NumberOption.Create(
            "--load-multiple",
            "Multiply the interactive load of every hour, as 1.13.",
            $"a number above 0, at most {MostMultiple}, such as 1.13",
            value => value is > 0 and <= MostMultiple);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every hour of every pool to this CSV file." };
        var json = new Option<bool>("--json") { Description = "Print the allocation as JSON." };
        var command = new Command("allocate", "Allocate classes, batches and training to pools by hour of a week.")
        {
            scenario, at, objective, multiple, csv, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var file = new WrittenFile("--csv", parsed.GetValue(csv));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable([file], error) || document is null)
                return ExitCode.InvalidInput;
            var report = Allocate(
                document, parsed.GetValue(at), parsed.GetValue(multiple), parsed.GetValue(objective));
            if (!file.WriteBy(table => Write(report, table), error))
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(AllocationJson.Write(report, document.Name));
            else
                AllocationTables.Write(report, document.Spec.Title, output);
            return report.Conflict.IsEmpty ? ExitCode.Ok : ExitCode.NotSo;
        });
        return command;
    }

    private static AllocationReport Allocate(
        ScenarioDocument document, DateOnly? at, double? multiple, AllocationObjective? objective) =>
        AllocationReport.Of(AllocationCase.Of(
            ServiceModelCompiler.Compile(document.Spec),
            Instant.FromDate(at ?? document.Spec.Compare.Ramped),
            multiple ?? 1,
            objective ?? AllocationObjective.Money));

    private static AllocationObjective? Objective(string text) => text switch
    {
        "money" => AllocationObjective.Money,
        "carbon" => AllocationObjective.Carbon,
        _ => null,
    };

    private static void Write(AllocationReport report, string path)
    {
        using var writer = new StreamWriter(path);
        AllocationCsv.Write(report, writer);
    }
}
