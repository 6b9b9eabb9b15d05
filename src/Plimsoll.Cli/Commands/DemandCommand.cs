using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Loads;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Loads;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Seeds;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll demand SCENARIO</c>: what the service is asked for, and what shapes it.</summary>
internal static class DemandCommand
{
    private const int LeastUsers = 10;
    private const int MostUsers = 1_000_000;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var json = new JsonOption("Print it as JSON.");
        var csv = new FileOption(
            "--csv", "Write the load of every hour, plan and class to this file, in the form that is measured in.");
        var at = DateOption.Create("Take policy and growth of this date, as yyyy-MM-dd (compare.after).");
        var set = ScenarioEdits.CreateSet();
        var users = NumberOption.Whole(
            "--monte-carlo", $"Draw so many users of each population beside, {LeastUsers} to {MostUsers}.",
            LeastUsers, MostUsers);
        var seed = SeedOption.Create();
        return new ScenarioVerb("demand", "Tell what a week asks for, and how limits, zones and months shape it.")
        {
            Options = [json, csv, at, set, users, seed],
            Edits = line => new ScenarioEdits(null, [], line.GetValue(set) ?? []),
            Ask = asked =>
            {
                var model = ServiceModelCompiler.Compile(asked.Document.Spec);
                var day = asked.Value(at) is { } date ? Instant.FromDate(date) : model.Compare.After;
                var report = DemandReport.Of(model, day);
                var from = asked.Value(seed);
                var drawn = asked.Value(users) is { } count
                    ? DrawnWeek.Of(report, count, SeedTree.FromSeed(from)) : null;
                var run = new DemandRun(asked.Document.Name, report, from, drawn);
                return new ScenarioAnswer.Given(() => DemandJson.Write(run), to => DemandTables.Write(run, to))
                {
                    Files = { [csv] = path => UsageTable.Write(path, report.Usage()) },
                };
            },
        }.Create(output, error);
    }
}
