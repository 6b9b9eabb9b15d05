using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Allocation;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll allocate SCENARIO</c>: who runs where in each hour of a week, and what stops it.</summary>
internal static class AllocateCommand
{
    private const double MostMultiple = 1_000_000;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var at = DateOption.Create("Allocate the week of this date, as yyyy-MM-dd; the end of the ramp by default.");
        var objective = NumberOption.Of<AllocationObjective>(
            "--objective", "What decides in the end: money (the default) or carbon.", "money or carbon", Objective);
        var multiple = NumberOption.Create(
            "--load-multiple",
            "Multiply the interactive load of every hour, as 1.13.",
            $"a number above 0, at most {MostMultiple}, such as 1.13",
            value => value is > 0 and <= MostMultiple);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new FileOption("--csv", "Write every hour of every pool to this CSV file.");
        return new ScenarioVerb("allocate", "Allocate classes, batches and training to pools by hour of a week.")
        {
            Options = [at, objective, multiple, csv, new JsonOption("Print the allocation as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var spec = asked.Document.Spec;
                var report = AllocationReport.Of(AllocationCase.Of(
                    ServiceModelCompiler.Compile(spec),
                    asked.DayOf(at),
                    asked.Value(multiple) ?? 1,
                    asked.Value(objective) ?? AllocationObjective.Money));
                return new ScenarioAnswer.Given(
                    () => AllocationJson.Write(report, asked.Document.Name),
                    to => AllocationTables.Write(report, spec.Title, to))
                {
                    Files = { [csv] = WrittenFile.Flow(to => AllocationCsv.Write(report, to)) },
                    Code = report.Conflict.IsEmpty ? ExitCode.Ok : ExitCode.NotSo,
                };
            },
        }.Create(output, error);
    }

    private static AllocationObjective? Objective(string text) => text switch
    {
        "money" => AllocationObjective.Money,
        "carbon" => AllocationObjective.Carbon,
        _ => null,
    };
}
