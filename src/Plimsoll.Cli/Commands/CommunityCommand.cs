using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll community SCENARIO</c>: what was promised around the sites, and what is alleged.</summary>
internal static class CommunityCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var from = DateOption.Create("First day of the year to look at; the end of the ramp by default.", "--from");
        var whatIf = new WhatIfOptions(comparesDates: false);
        var csv = new FileOption("--csv", "Write every promise at every site to this file.");
        return new ScenarioVerb("community", "Tell what was promised to those around the sites, and what is alleged.")
        {
            Options = [from, csv, new JsonOption("Print the ledger as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var run = CommunityRun.Of(asked.Document, asked.Value(from) ?? asked.Document.Spec.Compare.Ramped);
                return new ScenarioAnswer.Given(() => CommunityJson.Write(run), to => CommunityTables.Write(run, to))
                {
                    Files = { [csv] = WrittenFile.Text(() => CommunityCsv.Write(run)) },
                };
            },
        }.Create(output, error);
    }
}
