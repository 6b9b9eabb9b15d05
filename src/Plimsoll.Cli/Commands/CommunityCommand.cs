using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll community SCENARIO</c>: what was promised around the sites, and what is alleged.</summary>
internal static class CommunityCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var from = DateOption.Create("First day of the year to look at; the end of the ramp by default.", "--from");
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every promise at every site to this file." };
        var json = new Option<bool>("--json") { Description = "Print the ledger as JSON." };
        var command = new Command("community", "Tell what was promised to those around the sites, and what is alleged.")
        {
            scenario, from, csv, json,
        };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var file = new WrittenFile("--csv", parsed.GetValue(csv));
            var document = ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error);
            if (!WrittenFile.AreWritable([file], error) || document is null)
                return ExitCode.InvalidInput;
            var run = CommunityRun.Of(document, parsed.GetValue(from) ?? document.Spec.Compare.Ramped);
            if (!file.Write(() => CommunityCsv.Write(run), error))
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(CommunityJson.Write(run));
            else
                CommunityTables.Write(run, output);
            return ExitCode.Ok;
        });
        return command;
    }
}
