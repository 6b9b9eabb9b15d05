using System.CommandLine;
using System.Globalization;
using Plimsoll.Gateway.Emulation;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Serving;
using Plimsoll.Supply;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll emulate [SCENARIO]</c>: model servers that answer at the pace of the engine model.</summary>
internal static class EmulateCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var urls = Listening.UrlsOption(
            "Where to listen; several are separated by semicolons.", "http://127.0.0.1:8081");
        var accelerator = new Option<string?>("--accelerator")
        {
            Description = "Accelerator kind to emulate, one that the scenario's sites have; without it, the first by "
                + "name on which every class meets its objective.",
        };
        var replicas = NumberOption.Whole("--replicas", "Replicas of each model class, 1 or more.", 1, 1 << 20, 1);
        var command = new Command("emulate", "Stand in for a scenario's model servers, at the pace of real ones.")
        {
            scenario, urls, accelerator, replicas,
        };
        command.SetServing(async (parsed, stop) =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            var spec = Compose(document, parsed.GetValue(accelerator), parsed.GetValue(replicas) ?? 1, error);
            if (spec is null)
                return ExitCode.InvalidInput;
            return await Run(spec, parsed.GetRequiredValue(urls), output, error, stop);
        });
        return command;
    }

    /// <summary>
    /// Every class of the scenario at its operating point; null, with the reasons, where one has none.
    /// </summary>
    internal static EmulatedFleetSpec? Compose(
        ScenarioDocument document, string? accelerator, int replicas, IAnsiConsole error)
    {
        var model = ServiceModelCompiler.Compile(document.Spec);
        var kinds = model.Sites.SelectMany(site => site.Pools).Select(pool => pool.Kind)
            .DistinctBy(kind => kind.Name).OrderBy(kind => kind.Name, StringComparer.Ordinal).ToList();
        var wanted = kinds.FindAll(kind => accelerator is null || kind.Name == accelerator);
        if (wanted.Count == 0)
        {
            error.Lines.WriteLine($"--accelerator: no site of {document.Name} has '{accelerator}'; "
                + $"there are {string.Join(", ", kinds.Select(kind => kind.Name))}.");
            return null;
        }

        var obstacles = new List<string>();
        foreach (var kind in wanted)
        {
            var served = Serve(document, model.Classes, kind, replicas, obstacles);
            if (served.Count == model.Classes.Length)
                return new(served);
        }

        obstacles.ForEach(obstacle => error.Lines.WriteLine(obstacle));
        return null;
    }

    private static List<EmulatedClass> Serve(ScenarioDocument document, IEnumerable<ModelClass> classes,
        Accelerator accelerator, int replicas, List<string> obstacles)
    {
        var served = new List<EmulatedClass>();
        foreach (var modelClass in classes)
        {
            if (OperatingPoint.Find(accelerator, modelClass, out var obstacle) is { } point)
            {
                served.Add(new()
                {
                    Model = modelClass,
                    Names = document.Spec.Classes[modelClass.Name].Models,
                    Accelerator = accelerator,
                    Width = point.Width,
                    Batch = point.Batch,
                    Replicas = replicas,
                });
            }
            else
            {
                obstacles.Add($"{modelClass.Name} on {accelerator.Name}: {obstacle}.");
            }
        }

        return served;
    }

    private static async Task<int> Run(
        EmulatedFleetSpec spec, string urls, IAnsiConsole output, IAnsiConsole error, CancellationToken stop)
    {
        using var fleet = new EmulatedFleet(spec, TimeProvider.System);
        await using var server = EmulatedFleetEndpoints.Serve(fleet, urls, Listening.Log);
        if (!await Listening.Start(server, urls, error, stop))
            return ExitCode.InvalidInput;
        output.Lines.WriteLine($"Emulating on {string.Join(", ", server.Urls)}; Ctrl-C stops.");
        foreach (var served in spec.Classes)
        {
            output.Lines.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {served.Model.Name}: {served.Replicas} x {served.Width} {served.Accelerator.Title}, ")
                + $"batch {served.Batch}; {string.Join(", ", served.Names)}");
        }

        await Listening.Until(stop);

        // Ends every generation, so that no answer holds the server up.
        fleet.Dispose();
        await server.StopAsync(CancellationToken.None);
        return ExitCode.Ok;
    }
}
