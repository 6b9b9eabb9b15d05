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
        var period = PeriodOption.Create("twelve months from that of compare.ramped");
        var objective = SpreadingOption.Create();
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new FileOption("--csv", "Write every month of every limit to this CSV file.");
        return new ScenarioVerb("permits", "Tell what is used of air permits, and when they are used up.")
        {
            Options = [period, objective, csv, new JsonOption("Print the permits as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var document = asked.Document;
                var days = asked.Value(period) ?? YearFrom(document.Spec.Compare.Ramped);
                if (Answer(document, days, asked.Value(objective)?.Objective, out var unmet) is not { } answer)
                    return SpreadingOption.Refused(unmet!.Value);
                return new ScenarioAnswer.Given(
                    () => PermitJson.Write(answer, document.Name), to => PermitTables.Write(answer, to))
                {
                    Files = { [csv] = WrittenFile.Text(() => PermitCsv.Write(answer.Range)) },
                };
            },
        }.Create(output, error);
    }

    private static PermitAnswer? Answer(
        ScenarioDocument document, (Instant From, int Hours) period, AllocationObjective? objective, out Instant? unmet)
    {
        var disputed = document.Inputs.Where(input => input.HasRange && AirCompiler.IsOfAir(input.Path)).ToList();
        if (Of(document.Spec, out unmet) is not { } mid
            || Of(document.Variant(disputed.ToDictionary(input => input.Path, input => input.Low)), out unmet)
                is not { } low
            || Of(document.Variant(disputed.ToDictionary(input => input.Path, input => input.High)), out unmet)
                is not { } high)
            return null;
        return new PermitAnswer(
            new PermitRange(low, mid, high),
            AirCompiler.Thresholds(document.Spec),
            AllocationReport.Of(AllocationCase.Of(
                mid.Metered.Model, period.From, 1, objective ?? AllocationObjective.Money)));

        PermitReport? Of(ScenarioSpec spec, out Instant? unmet) => MeteredService.Of(
            ServiceModelCompiler.Compile(spec), period.From, period.Hours, objective, out unmet) is { } metered
            ? PermitReport.Of(metered) : null;
    }

    private static (Instant From, int Hours) YearFrom(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return (Instant.FromDate(first), (first.AddYears(1).DayNumber - first.DayNumber) * 24);
    }
}
