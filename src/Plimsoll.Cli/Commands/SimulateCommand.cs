using System.CommandLine;
using System.Globalization;
using Plimsoll.Cli.Reports;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Simulation.Accounts;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll simulate SCENARIO</c>: a day of the service at a smaller scale, limits included.</summary>
internal static class SimulateCommand
{
    private const int MostHours = 24 * 28;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var from = DateOption.Create("Begin at midnight UTC of this date; default: compare.after.", "--from");
        var hours = new Option<int>("--hours")
        {
            Description = $"Hours to simulate, 1 to {MostHours}.",
            DefaultValueFactory = _ => 24,
        };
        hours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostHours)
                result.AddError($"--hours: found {result.GetValueOrDefault<int>()}, expected 1 to {MostHours}.");
        });
        var scale = ScaleOption.Create();
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed of all chance: the same seed gives the same bytes.",
            DefaultValueFactory = _ => 1,
        };
        var requests = new Option<FileInfo?>("--requests") { Description = "Write every request to this CSV file." };
        var page = new Option<FileInfo?>("--page") { Description = "Write a page with charts to this HTML file." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("simulate", "Simulate the service at a smaller scale, with its users and limits.")
        {
            scenario, from, hours, scale, seed, requests, page, json,
        };
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            if (ScenarioArgument.Accepted(Scenarios.ScenarioFile.Load(path), error) is not { } document)
                return ExitCode.InvalidInput;
            var model = ServiceModelCompiler.Compile(document.Spec);
            var first = parsed.GetValue(from) is { } date ? Instant.FromDate(date) : model.Compare.After;
            var simulation = new ServiceSimulation
            {
                Model = model,
                Start = Instant.FromDate(first.Date),
                Length = Duration.FromHours(parsed.GetValue(hours)),
                Scale = parsed.GetValue(scale),
                Seed = parsed.GetValue(seed),
            };
            var run = RunOf(simulation, document.Name, parsed.GetValue(requests), error);
            if (parsed.GetValue(page) is { } file)
                File.WriteAllText(file.FullName, SimulationPage.Write(run));
            if (parsed.GetValue(json))
                output.Lines.WriteLine(SimulationJson.Write(run));
            else
                SimulationTables.Write(run, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static SimulationRun RunOf(
        ServiceSimulation simulation, string name, FileInfo? requests, IAnsiConsole error)
    {
        using var file = requests is null ? null : new StreamWriter(requests.FullName);
        var csv = file is null
            ? null
            : new RequestsCsv(
                file, simulation.Start, [.. simulation.Model.Classes.Select(c => c.Name)], simulation.Groups);
        csv?.WriteHead();
        var outcome = new SimulationProgress(error, TimeProvider.System).Run(
            simulation.Start,
            simulation.Start + simulation.Length,
            tell => simulation.Run(tell, csv is null ? null : (record, group) => csv.Write(record, group)));
        var (scale, hours) = (Number(simulation.Scale), Number(simulation.Length.Seconds / 3600));
        return new()
        {
            Title = simulation.Model.Title,
            Scenario = name,
            Seed = simulation.Seed,
            Command = $"plimsoll simulate {name} --from {DateOption.Text(simulation.Start.Date)} --hours {hours} "
                + $"--scale 1:{scale} --seed {Number(simulation.Seed)}",
            Inputs =
            [
                new("Begins", DateOption.Text(simulation.Start.Date)),
                new("Length", $"{hours} h, of which {Number(simulation.WarmUp.Seconds / 60)} min warm-up"),
                new("Scale", $"1:{scale}"),
                new("Accounts", Number(outcome.Accounts), "derived"),
                new("Replicas", Number(outcome.Fleet.Pools.Sum(pool => pool.Replicas)), "derived"),
                new("Division of accelerators", "as planned for the tightest hour of the week", "derived"),
                new("Cached part of a prompt", "always at hand, wherever it runs", "assumed"),
                new("Spread of prompt and answer lengths", "log-normal, 0.7", "assumed"),
            ],
            Report = outcome.Report,
        };
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
