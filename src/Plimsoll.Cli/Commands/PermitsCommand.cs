using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Air;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll permits SCENARIO</c>: what is used of air permits, and when they are used up.</summary>
internal static class PermitsCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var period = PeriodOption.Create("twelve months from that of compare.ramped");
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every month of every limit to this CSV file." };
        var json = new Option<bool>("--json") { Description = "Print the permits as JSON." };
        var command = new Command("permits", "Tell what is used of air permits, and when they are used up.")
        {
            scenario, period, csv, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var file = new WrittenFile("--csv", parsed.GetValue(csv));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable([file], error) || document is null)
                return ExitCode.InvalidInput;
            var answer = Answer(document, parsed.GetValue(period) ?? YearFrom(document.Spec.Compare.Ramped));
            if (!file.Write(() => PermitCsv.Write(answer.Range), error))
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(PermitJson.Write(answer, document.Name));
            else
                PermitTables.Write(answer, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static PermitAnswer Answer(ScenarioDocument document, (Instant From, int Hours) period)
    {
        var disputed = document.Inputs.Where(input => input.HasRange && AirCompiler.IsOfAir(input.Path)).ToList();
        var mid = Of(document.Spec);
        return new PermitAnswer(
            new PermitRange(
                Of(document.Variant(disputed.ToDictionary(input => input.Path, input => input.Low))),
                mid,
                Of(document.Variant(disputed.ToDictionary(input => input.Path, input => input.High)))),
            AirCompiler.Thresholds(document.Spec),
            AllocationReport.Of(AllocationCase.Of(mid.Metered.Model, period.From, 1, AllocationObjective.Money)));

        PermitReport Of(ScenarioSpec spec) => PermitReport.Of(MeteredService.Of(
            ServiceModelCompiler.Compile(spec), period.From, period.Hours, objective: null, out _)!);
    }

    private static (Instant From, int Hours) YearFrom(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return (Instant.FromDate(first), (first.AddYears(1).DayNumber - first.DayNumber) * 24);
    }
}
