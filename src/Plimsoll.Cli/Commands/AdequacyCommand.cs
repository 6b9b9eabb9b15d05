using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Outages;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Simulation.Outages;
using Plimsoll.Simulation.Seeds;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll adequacy FILE</c>: how likely it is that units which fail do not carry a load; of a scenario, that its
/// sites do not carry its users.
/// </summary>
internal sealed class AdequacyCommand
{
    private const string Sample = "rts-79";
    private const int MostYears = 1_000_000;
    private const int MostMonths = 120;
    private const int MonthsOfAYear = 12;
    private const double MostMultiple = 1_000_000;

    private readonly Argument<string> file = new("file")
    {
        Description = "A scenario or an adequacy file, a directory with one, or the name of a shipped one.",
        DefaultValueFactory = _ => Sample,
    };

    private readonly Option<double?> multiple = NumberOption.Create(
        "--load-multiple",
        "Multiply the load of every hour, as 1.05.",
        $"a number above 0, at most {MostMultiple}, such as 1.05",
        value => value is > 0 and <= MostMultiple);

    private readonly Option<bool> elcc = new("--elcc") { Description = "Tell what load every source carries." };

    private readonly Option<int?> years = NumberOption.Whole(
        "--monte-carlo", $"Simulate so many years beside, 2 to {MostYears}.", 2, MostYears);

    private readonly Option<ulong> seed = SeedOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print the report as JSON." };

    private readonly Option<DateOnly?> at =
        DateOption.Create("Of a scenario: the first day, as yyyy-MM-dd (compare.ramped).");

    private readonly Option<int?> months = NumberOption.Whole(
        "--months", $"Of a scenario: how many months, 1 to {MostMonths} ({MonthsOfAYear}).", 1, MostMonths);

    private readonly Option<bool> growth = new("--growth")
    {
        Description = "Of a scenario: let demand grow as time goes by; without, it stays as on the first day.",
    };

    private readonly WhatIfOptions whatIf = new(comparesDates: false);
    private readonly IAnsiConsole output;
    private readonly IAnsiConsole error;

    private AdequacyCommand(IAnsiConsole output, IAnsiConsole error)
    {
        (this.output, this.error) = (output, error);
        ScenarioArgument.RefuseOptions(file);
    }

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var made = new AdequacyCommand(output, error);
        var command = new Command(
            "adequacy", "Assess how likely it is that units which fail, or a service's sites, do not carry a load.")
        {
            made.file, made.at, made.months, made.growth, made.multiple, made.elcc, made.years, made.seed,
            made.json,
        };
        made.whatIf.AddTo(command);
        command.SetAction(made.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(file));
        if (!Path.Exists(path))
        {
            return ScenarioArgument.Refuse([new(path, 1, 1, "", "there is no such file; expected a scenario or an "
                + "adequacy file, or a directory with a scenario.yaml or an adequacy.yaml")], error);
        }

        return AdequacyFile.IsAt(path) ? RunUnits(path, parsed) : RunService(path, parsed);
    }

    private int RunUnits(string path, ParseResult parsed)
    {
        Option[] ofScenarios = [at, months, growth, .. whatIf.All];
        if (ofScenarios.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } misplaced)
            return Refuse($"{misplaced.Name}: {path} is no scenario; the option is for scenarios.");
        if (AdequacyFile.Load(path, out var errors) is not { } study)
            return ScenarioArgument.Refuse(errors, error);
        var system = parsed.GetValue(multiple) is { } times ? study.System.WithLoad(times) : study.System;
        var tables = new OutageTables(system);
        if (parsed.GetValue(years) is not null && !tables.KnowsFrequency)
        {
            return Refuse("--monte-carlo: some outages have no 'repair-time', so that nothing can be simulated; "
                + "state it for every one.");
        }

        var run = new AdequacyRun
        {
            Title = study.Title,
            LoadMultiple = parsed.GetValue(multiple) ?? 1,
            Tables = tables,
            Report = OutageReport.Of(tables),
            Worths = parsed.GetValue(elcc) ? [.. Worths(tables)] : [],
            Seed = parsed.GetValue(seed),
            Sample = parsed.GetValue(years) is { } count
                ? OutageSimulation.Run(system, count, SeedTree.FromSeed(parsed.GetValue(seed))) : null,
        };
        if (parsed.GetValue(json))
            output.Lines.WriteLine(AdequacyJson.Write(run));
        else
            AdequacyTables.Write(run, output);
        return ExitCode.Ok;
    }

    private int RunService(string path, ParseResult parsed)
    {
        if (ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error) is not { } document)
            return ExitCode.InvalidInput;
        var model = ServiceModelCompiler.Compile(document.Spec);
        if (ServiceAdequacy.Obstacle(model) is { } obstacle)
            return Refuse($"{path}: {obstacle}");
        var first = parsed.GetValue(at) ?? document.Spec.Compare.Ramped;
        var count = parsed.GetValue(months) ?? MonthsOfAYear;
        var study = ServiceAdequacy.Of(
            model,
            new(Instant.FromDate(first), first.AddMonths(count).DayNumber - first.DayNumber)
            {
                Grows = parsed.GetValue(growth),
                LoadMultiple = parsed.GetValue(multiple) ?? 1,
            });
        var run = new ServiceAdequacyRun
        {
            Title = model.Title,
            Scenario = document.Name,
            Study = study,
            Months = count,
            Bounds = [.. Enumerable.Range(0, study.Load.Categories.Length).Select(study.BoundsFrom)],
            Worths = parsed.GetValue(elcc) ? [.. study.Worths()] : [],
            Seed = parsed.GetValue(seed),
            Sample = parsed.GetValue(years) is { } drawn
                ? OutageSimulation.Run(study, drawn, SeedTree.FromSeed(parsed.GetValue(seed))) : null,
        };
        if (parsed.GetValue(json))
            output.Lines.WriteLine(ServiceAdequacyJson.Write(run));
        else
            ServiceAdequacyTables.Write(run, output);
        return ExitCode.Ok;
    }

    private int Refuse(string message)
    {
        error.Lines.WriteLine(message);
        return ExitCode.InvalidInput;
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
