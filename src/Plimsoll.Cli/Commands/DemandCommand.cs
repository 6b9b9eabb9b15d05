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
        var scenario = ScenarioArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var csv = new Option<FileInfo?>("--csv")
        {
            Description = "Write the load of every hour, plan and class to this file, in the form that is measured in.",
        };
        var at = DateOption.Create("Take policy and growth of this date, as yyyy-MM-dd (compare.after).");
        var set = ScenarioEdits.CreateSet();
        var users = NumberOption.Whole(
            "--monte-carlo", $"Draw so many users of each population beside, {LeastUsers} to {MostUsers}.",
            LeastUsers, MostUsers);
        var seed = SeedOption.Create();
        var command = new Command("demand", "Tell what a week asks for, and how limits, zones and months shape it.")
        {
            scenario, json, csv, at, set, users, seed,
        };
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var edits = new ScenarioEdits(null, [], parsed.GetValue(set) ?? []);
            var file = new WrittenFile("--csv", parsed.GetValue(csv));
            var document = ScenarioArgument.Accepted(edits.Load(path), error);
            if (!WrittenFile.AreWritable([file], error) || document is null)
                return ExitCode.InvalidInput;
            var model = ServiceModelCompiler.Compile(document.Spec);
            var day = parsed.GetValue(at) is { } date ? Instant.FromDate(date) : model.Compare.After;
            var report = DemandReport.Of(model, day);
            if (!file.WriteBy(table => UsageTable.Write(table, report.Usage()), error))
                return ExitCode.InvalidInput;
            var run = new DemandRun(document.Name, report, parsed.GetValue(seed), parsed.GetValue(users) is { } count
                ? DrawnWeek.Of(report, count, SeedTree.FromSeed(parsed.GetValue(seed)))
                : null);
            if (parsed.GetValue(json))
                output.Lines.WriteLine(DemandJson.Write(run));
            else
                DemandTables.Write(run, output);
            return ExitCode.Ok;
        });
        return command;
    }
}
