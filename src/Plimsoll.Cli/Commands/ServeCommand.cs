using System.CommandLine;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll serve SCENARIO</c>: the gateway that enforces the scenario's policy.</summary>
internal static class ServeCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var upstream = new Option<string>("--upstream") { Description = "URL of the server.", Required = true };
        var speaks = new Option<SpokenDialects>("--upstream-dialect")
        {
            Description = "Dialects that the server speaks.",
            DefaultValueFactory = _ => SpokenDialects.Both,
        }.AcceptOnlyFromAmong("both", "anthropic", "openai");
        var keyVariable = new Option<string?>("--upstream-key-env")
        {
            Description = "Environment variable with the server's API key.",
        };
        var map = new Option<string[]>("--map")
        {
            Description = "The server's name for a model class: CLASS=NAME. May be repeated.",
        };
        var places = new Option<string[]>("--max-in-flight")
        {
            Description = "Most requests in flight of a model class: CLASS=N. May be repeated; default: no bound.",
        };
        var keys = KeysCommand.FileOption("--keys");
        var url = Listening.UrlsOption("Where to listen.", "http://127.0.0.1:8080");
        var at = DateOption.Create("Enforce the policy of this date, as yyyy-MM-dd; the clock stays live.");
        var command = new Command("serve", "Enforce the scenario's policy in front of a server.")
        {
            scenario, upstream, speaks, keyVariable, map, places, keys, url, at,
        };
        command.SetAction((parsed, stop) => Run(
            parsed.GetRequiredValue(scenario),
            new ServeSettings
            {
                Upstream = parsed.GetRequiredValue(upstream),
                Speaks = parsed.GetValue(speaks),
                KeyVariable = parsed.GetValue(keyVariable),
                Map = parsed.GetValue(map) ?? [],
                MaxInFlight = parsed.GetValue(places) ?? [],
                Keys = parsed.GetRequiredValue(keys),
                Url = parsed.GetRequiredValue(url),
                At = parsed.GetValue(at),
            },
            output,
            error,
            stop));
        return command;
    }

    private static async Task<int> Run(
        string scenario,
        ServeSettings settings,
        IAnsiConsole output,
        IAnsiConsole error,
        CancellationToken stop)
    {
        if (ScenarioArgument.Load(scenario, error) is not { } document)
            return ExitCode.InvalidInput;
        var errors = new List<string>();
        if (settings.Compile(PolicyCompiler.Compile(document.Spec), errors) is not { } options)
        {
            foreach (var line in errors)
                error.Lines.WriteLine(line);
            return ExitCode.InvalidInput;
        }

        return await Serve(options, output, error, stop);
    }

    private static async Task<int> Serve(
        GatewayOptions options, IAnsiConsole output, IAnsiConsole error, CancellationToken stop)
    {
        await using var gateway = GatewayServer.Build(options, TimeProvider.System, Listening.Log);
        if (!await Listening.Start(gateway, options.Url, error, stop))
            return ExitCode.InvalidInput;
        output.Lines.WriteLine($"listening on {string.Join(", ", gateway.Urls)}, before {options.Upstreams[0]}");
        output.Lines.WriteLine(Describe(options));
        await Listening.Until(stop);
        await gateway.StopAsync(CancellationToken.None);
        return ExitCode.Ok;
    }

    private static string Describe(GatewayOptions options)
    {
        var version = options.PolicyAt is { } at ? options.Timeline.At(at) : null;
        var keys = options.Keys.Keys.Length == 1 ? "1 key" : $"{options.Keys.Keys.Length} keys";
        return version is null
            ? $"{keys}; policy in force, {options.Timeline.Versions.Length} versions"
            : $"{keys}; policy pinned to the version of {DateOption.Text(version.EffectiveFrom.Date)}";
    }
}
