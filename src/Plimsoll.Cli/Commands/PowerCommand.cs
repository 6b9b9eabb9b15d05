using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Footprint.Power;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll power SCENARIO</c>: where the power of sites comes from, and what it costs when a grid gives less.
/// </summary>
internal static class PowerCommand
{
    private const double MostMultiple = 1_000_000;

    /// <summary>The rate at which a study found room for 126 GW of new load: what is asked about most.</summary>
    private const double UsualRate = 0.01;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var at = DateOption.Create("Take the week of this date, as yyyy-MM-dd; the end of the ramp by default.");
        var objective = SpreadingOption.Create();
        var multiple = NumberOption.Create(
            "--load-multiple",
            "Multiply the interactive load of every hour, as 1.13.",
            $"a number above 0, at most {MostMultiple}, such as 1.13",
            value => value is > 0 and <= MostMultiple);
        var rate = NumberOption.Create(
            "--rate",
            "Tell what giving up this part of the most energy of a year costs, as 0.01: the default, 1 %.",
            "a number above 0, at most 0.5, such as 0.01",
            value => value is > 0 and <= 0.5);
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new FileOption("--csv", "Write every hour of every source to this CSV file.");
        return new ScenarioVerb("power", "Tell where power comes from by hour, and what a curtailment costs.")
        {
            Options = [at, objective, multiple, rate, csv, new JsonOption("Print the report as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var spec = asked.Document.Spec;
                var part = asked.Value(rate) ?? UsualRate;
                var report = PowerReport.Of(
                    ServiceModelCompiler.Compile(spec),
                    asked.DayOf(at),
                    asked.Value(multiple) ?? 1,
                    asked.Value(objective)?.Objective);
                return new ScenarioAnswer.Given(
                    () => PowerJson.Write(report, asked.Document.Name, part),
                    to => PowerTables.Write(report, spec.Title, part, to))
                {
                    Files = { [csv] = WrittenFile.Flow(to => PowerCsv.Write(report, to)) },
                    Code = report.Week.Conflict.IsEmpty ? ExitCode.Ok : ExitCode.NotSo,
                };
            },
        }.Create(output, error);
    }
}
