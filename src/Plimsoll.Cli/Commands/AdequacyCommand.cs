using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Outages;
using Plimsoll.Scenarios;
using Plimsoll.Simulation.Outages;
using Plimsoll.Simulation.Seeds;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll adequacy FILE</c>: how likely it is that units which fail do not carry a load.</summary>
internal static class AdequacyCommand
{
    private const string Sample = "rts-79";
    private const int MostYears = 1_000_000;
    private const double MostMultiple = 1_000_000;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var file = new Argument<string>("file")
        {
            Description = "An adequacy file, a directory with an adequacy.yaml, or the name of a shipped one.",
            DefaultValueFactory = _ => Sample,
        };
        ScenarioArgument.RefuseOptions(file);
        var multiple = NumberOption.Create(
            "--load-multiple",
            "Multiply the load of every hour, as 1.05.",
            $"a number above 0, at most {MostMultiple}, such as 1.05",
            value => value is > 0 and <= MostMultiple);
        var elcc = new Option<bool>("--elcc") { Description = "Tell what load every source carries." };
        var years = NumberOption.Whole(
            "--monte-carlo", $"Simulate so many years beside, 2 to {MostYears}.", 2, MostYears);
        var seed = SeedOption.Create();
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("adequacy", "Assess how likely it is that units which fail do not carry a load.")
        {
            file, multiple, elcc, years, seed, json,
        };
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(file));
            var study = AdequacyFile.Load(path, out var errors);
            if (study is null)
                return ScenarioArgument.Refuse(errors, error);
            var chosen = new Choice(
                parsed.GetValue(multiple) ?? 1, parsed.GetValue(elcc), parsed.GetValue(years), parsed.GetValue(seed));
            if (Run(study, chosen, error) is not { } run)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(AdequacyJson.Write(run));
            else
                AdequacyTables.Write(run, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private sealed record Choice(double Multiple, bool Elcc, int? Years, ulong Seed);

    private static AdequacyRun? Run(AdequacyFile study, Choice chosen, IAnsiConsole error)
    {
        var system = chosen.Multiple == 1 ? study.System : study.System.WithLoad(chosen.Multiple);
        var tables = new OutageTables(system);
        if (chosen.Years is not null && !tables.KnowsFrequency)
        {
            error.Lines.WriteLine("--monte-carlo: some outages have no 'repair-time', so that nothing can be "
                + "simulated; state it for every one.");
            return null;
        }

        return new()
        {
            Title = study.Title,
            LoadMultiple = chosen.Multiple,
            Tables = tables,
            Report = OutageReport.Of(tables),
            Worths = chosen.Elcc ? [.. Worths(tables)] : [],
            Seed = chosen.Seed,
            Sample = chosen.Years is { } years
                ? OutageSimulation.Run(system, years, SeedTree.FromSeed(chosen.Seed))
                : null,
        };
    }

    private static IEnumerable<CarryingCapability> Worths(OutageTables tables)
    {
        foreach (var source in tables.System.Sources.SelectMany(source => source.All))
        {
            if (source is UnitGroup { Count: > 1 })
                yield return CarryingCapability.Of(tables, source.Name, 1);
            yield return CarryingCapability.Of(tables, source.Name);
        }
    }
}
