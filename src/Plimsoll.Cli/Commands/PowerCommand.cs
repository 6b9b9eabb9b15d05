using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Footprint.Power;
using Plimsoll.Quantities;
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
        var scenario = ScenarioArgument.Create();
        var at = DateOption.Create("Take the week of this date, as yyyy-MM-dd; the end of the ramp by default.");
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
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every hour of every source to this CSV file." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("power", "Tell where power comes from by hour, and what a curtailment costs.")
        {
            scenario, at, multiple, rate, csv, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var file = new WrittenFile("--csv", parsed.GetValue(csv));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable([file], error) || document is null)
                return ExitCode.InvalidInput;
            var report = PowerReport.Of(
                ServiceModelCompiler.Compile(document.Spec),
                Instant.FromDate(parsed.GetValue(at) ?? document.Spec.Compare.Ramped),
                parsed.GetValue(multiple) ?? 1);
            if (!file.WriteBy(table => Write(report, table), error))
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(PowerJson.Write(report, document.Name, parsed.GetValue(rate) ?? UsualRate));
            else
                PowerTables.Write(report, document.Spec.Title, parsed.GetValue(rate) ?? UsualRate, output);
            return report.Week.Conflict.IsEmpty ? ExitCode.Ok : ExitCode.NotSo;
        });
        return command;
    }

    private static void Write(PowerReport report, string path)
    {
        using var writer = new StreamWriter(path);
        PowerCsv.Write(report, writer);
    }
}
