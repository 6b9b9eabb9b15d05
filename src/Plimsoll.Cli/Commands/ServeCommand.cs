using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Plimsoll.Gateway;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll serve SCENARIO</c>: the gateway that enforces the scenario's policy.</summary>
internal static class ServeCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var options = new ServeOptions();
        var command = new Command("serve", "Enforce the scenario's policy in front of a server.") { scenario };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, stop) =>
            Run(parsed.GetRequiredValue(scenario), options.Read(parsed), output, error, stop));
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
        await using var gateway = Build(options, error);
        if (gateway is null)
            return ExitCode.InvalidInput;
        if (!await Listening.Start(gateway, options.Url, error, stop))
            return ExitCode.InvalidInput;
        output.Lines.WriteLine($"listening on {string.Join(", ", gateway.Urls)}, before {options.Upstreams[0]}");
        output.Lines.WriteLine(Describe(options));
        await Listening.Until(stop);
        await gateway.StopAsync(CancellationToken.None);
        return ExitCode.Ok;
    }

    private static WebApplication? Build(GatewayOptions options, IAnsiConsole error)
    {
        try
        {
            return GatewayServer.Build(options, TimeProvider.System, Listening.Log);
        }
        catch (IOException e)
        {
            foreach (var problem in e.Message.Split('\n'))
                error.Lines.WriteLine($"--audit, --record: {problem}");
            return null;
        }
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
