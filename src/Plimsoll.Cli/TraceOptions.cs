using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning;
using Plimsoll.Scenarios.Traces;
using Plimsoll.Serving;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>A trace that a service serves in place of what its users ask.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string?> format = TraceArgument.Format();

    private readonly Option<string?> modelClass = new("--class")
    {
        Description = "With --trace: the class of requests whose class the scenario does not have.",
    };

    private readonly Option<string?> plan = new("--plan")
    {
        Description = "With --trace: the plan or tier of each of its accounts; without, no limit applies.",
    };

    private readonly Option<double?> rate = NumberOption.Rate(
        "--rate", "With --trace: thin it, or lay copies over it, to have so many requests, as 20/s.");

    /// <summary>The file.</summary>
    public Option<string?> File { get; } = new("--trace")
    {
        Description = "Serve the requests of this trace instead of those of users and organizations.",
    };

    public void AddTo(Command command)
    {
        Option[] all = [File, format, modelClass, plan, rate];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>What the command line says again: the options that were given, each after a space.</summary>
    public string Text(ParseResult parsed)
    {
        (Option Option, string? Value)[] given =
        [
            (File, parsed.GetValue(File)), (format, parsed.GetValue(format)),
            (modelClass, parsed.GetValue(modelClass)), (plan, parsed.GetValue(plan)), (rate, Rate(parsed)),
        ];
        return string.Concat(given.Where(one => one.Value is not null)
            .Select(one => $" {one.Option.Name} {ScenarioEdits.Quoted(one.Value!)}"));
    }

    /// <summary>
    /// The simulation with the trace that was asked for, or as it is when none was; null, with every error printed,
    /// when it cannot be served.
    /// </summary>
    public ServiceSimulation? Of(ServiceSimulation simulation, bool isCut, ParseResult parsed, IAnsiConsole error)
    {
        if (parsed.GetValue(File) is not { } path)
        {
            if (Text(parsed) is not { Length: > 0 } given)
                return simulation;
            error.Lines.WriteLine($"--trace: found none beside{given}, expected one.");
            return null;
        }

        if (TraceArgument.Open(path, parsed.GetValue(format), error) is not { } file)
            return null;
        var model = simulation.Model;
        List<string> errors = [];
        var classes = ClassesOf(file, model, parsed.GetValue(modelClass), errors);
        CheckPlan(file, model.Timeline.At(simulation.Start), parsed.GetValue(plan), errors);
        if (file.PrefixBlock % EngineSettings.UsualBlock != 0)
        {
            errors.Add($"{path}: found prefix names of {file.PrefixBlock} tokens, expected a multiple of "
                + $"{EngineSettings.UsualBlock}, an engine's block.");
        }

        var change = new TraceChange { Rate = parsed.GetValue(rate), Seed = SeedTree.FromSeed(simulation.Seed) };
        if (change.Problem(file) is { } problem)
            errors.Add(problem);
        errors.ForEach(error.Lines.WriteLine);
        if (errors.Count > 0)
            return null;
        var rows = change.Of(file);
        return simulation with
        {
            Length = isCut ? simulation.Length : file.Period,
            Trace = new()
            {
                Name = parsed.GetValue(plan) ?? "trace",
                Rows = rows.Select(row => row with
                {
                    Arrival = row.Arrival with { Class = classes[row.Arrival.Class] },
                }),
                PrefixBlock = file.PrefixBlock,
                Accounts = change.Rate is null || file.Accounts.IsEmpty ? file.Accounts : AccountsOf(rows),
                Plan = parsed.GetValue(plan),
                IsServedToTheEnd = !isCut,
            },
        };
    }

    /// <summary>Accounts that are left, and those of copies.</summary>
    private static ImmutableArray<int> AccountsOf(IEnumerable<TraceRow> rows) =>
        [.. rows.Select(row => row.Arrival.Account).Where(account => account >= 0).Distinct()];

    private string? Rate(ParseResult parsed) =>
        parsed.GetValue(rate) is { } value ? value.ToString("R", CultureInfo.InvariantCulture) + "/s" : null;

    /// <summary>Index of the service's class for each of the trace.</summary>
    private static ImmutableArray<int> ClassesOf(
        TraceFile file, ServiceModel model, string? given, List<string> errors)
    {
        var known = model.Classes.Select(c => c.Name).ToList();
        var names = string.Join(", ", known);
        if (given is not null && !known.Contains(given))
            errors.Add($"--class: found '{given}', expected one of {names}.");
        var other = given is not null ? known.IndexOf(given) : known.Count == 1 ? 0 : -1;
        ImmutableArray<int> classes =
            [.. file.Classes.Select(name => known.Contains(name) ? known.IndexOf(name) : other)];
        if (given is null && classes.Contains(-1))
        {
            var missing = string.Join(", ", file.Classes.Where(name => !known.Contains(name))
                .Select(name => name.Length == 0 ? "no class" : $"class '{name}'"));
            errors.Add($"--class: found requests of {missing} in {file.Path}, expected one of {names} for them.");
        }

        return classes;
    }

    private static void CheckPlan(TraceFile file, Limits.Policy policy, string? given, List<string> errors)
    {
        if (given is null)
            return;
        if (!policy.Plans.ContainsKey(given) && !policy.Tiers.ContainsKey(given))
        {
            var names = policy.Plans.Keys.Concat(policy.Tiers.Keys).Order(StringComparer.Ordinal);
            errors.Add($"--plan: found '{given}', expected one of {string.Join(", ", names)}.");
        }

        if (file.Accounts.IsEmpty)
            errors.Add($"--plan: found no account in {file.Path}, expected a trace that names them.");
    }

    /// <summary>What the answer rests on, of a trace.</summary>
    public static IEnumerable<SimulationInput> Inputs(TraceDemand demand, string options) =>
    [
        new("Requests", options.Trim()),
        new("Limits", demand.Plan is { } plan ? $"{plan} for each account" : "none"),
        new("Cached part of a prompt", demand.PrefixBlock == 0
            ? "none: the trace names no prefixes"
            : $"what a replica holds of prefixes named by the trace, {demand.PrefixBlock} tokens a name"),
    ];
}
