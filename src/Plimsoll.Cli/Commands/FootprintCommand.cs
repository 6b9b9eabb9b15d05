using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll footprint SCENARIO|USAGE</c>: energy, emissions, water and money, by whom and for what.
/// </summary>
internal static class FootprintCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var subject = ScenarioArgument.Create();
        subject.Description = "A scenario, or usage that was settled: a CSV file of 'plimsoll usage show', a store's "
            + "folder, or postgres://USER@HOST/DATABASE.";
        var scenario = ScenarioArgument.CreateOption();
        scenario.Description = "Scenario by whose rates usage is accounted.";
        var (period, by) = (PeriodOption.Create(), FootprintColumnNames.CreateOption());
        var objective = SpreadingOption.Create();
        var meter = new Option<FileInfo?>("--meter")
        {
            Description = "CSV file with what electricity meters read by hour, which usage is to add up to.",
        };
        var ranges = new Option<bool>("--ranges")
        {
            Description = "Also tell how far the figures may be off and how much of them is assumed.",
        };
        var without = new Option<string[]>("--without-change")
        {
            Description = "Tell what this change of the policy added. May be repeated: what they added together.",
        };
        var json = new Option<bool>("--json") { Description = "Print the footprint as JSON." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write the rows of --by to this CSV file." };
        var html = new Option<FileInfo?>("--html") { Description = "Write a page with charts to this HTML file." };
        var whatIf = new WhatIfOptions(comparesDates: false);
        var command = new Command("footprint", "Account energy, emissions, water and money, by whom and for what.")
        {
            subject, period, by, objective, without, ranges, scenario, meter, json, csv, html,
        };
        whatIf.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var given = parsed.GetRequiredValue(subject);
            var isUsage = UsageSource.IsMeant(given);
            if (!isUsage && IsUnread(parsed.GetValue(meter), error))
                return Task.FromResult(ExitCode.InvalidInput);
            WrittenFile[] files = [new("--csv", parsed.GetValue(csv)), new("--html", parsed.GetValue(html))];
            var path = ScenarioArgument.Resolve(isUsage ? parsed.GetRequiredValue(scenario) : given);
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable(files, error) || document is null)
                return Task.FromResult(ExitCode.InvalidInput);
            var asked = new FootprintQuestion(
                document, parsed.GetValue(period), parsed.GetValue(objective)?.Objective, parsed.GetValue(by))
            {
                IsJson = parsed.GetValue(json),
                WithoutChanges = parsed.GetValue(without) ?? [],
                HasRanges = parsed.GetValue(ranges),
                Csv = files[0],
                Html = files[1],
            };
            return isUsage
                ? new UsageFootprintRun(asked, output, error).Run(given, parsed.GetValue(meter), cancellation)
                : Task.FromResult(new ServiceFootprintRun(asked, output, error).Run());
        });
        return command;
    }

    private static bool IsUnread(FileInfo? meter, IAnsiConsole error)
    {
        if (meter is null)
            return false;
        error.Lines.WriteLine($"--meter: found {meter}; a scenario was not metered: expected usage, such as "
            + "'plimsoll footprint usage.csv --meter kwh.csv'.");
        return true;
    }
}
