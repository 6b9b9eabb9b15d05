using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Configuration;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll serve SCENARIO</c>: the gateway that enforces the scenario's policy.</summary>
internal static class ServeCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var options = new ServeOptions();
        var command = new Command("serve", "Enforce the scenario's policy in front of servers.") { scenario };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            // A signal ends the process at once until the command line has a task to wait for.
            await Task.Yield();
            return await Run(new GatewaySource(options.Read(parsed, scenario)), output, error, stop);
        });
        return command;
    }

    private static async Task<int> Run(
        GatewaySource source, IAnsiConsole output, IAnsiConsole error, CancellationToken stop)
    {
        switch (source.Read())
        {
            case ConfigurationReading.Valid valid:
                return await Serve(valid.Options, source, output, error, stop);
            case ConfigurationReading.Invalid invalid:
                foreach (var line in invalid.Errors)
                    error.Lines.WriteLine(line);
                return ExitCode.InvalidInput;
            default:
                throw new InvalidOperationException("A configuration is valid or not.");
        }
    }

    private static async Task<int> Serve(
        GatewayOptions options,
        GatewaySource source,
        IAnsiConsole output,
        IAnsiConsole error,
        CancellationToken stop)
    {
        using var export = TelemetryExport.Begin(source.Spec!.Telemetry);
        await using var gateway = Build(options, source, error);
        if (gateway is null)
            return ExitCode.InvalidInput;
        if (!await Listening.Start(gateway, options.Url, error, stop, source.ListenPlace))
            return ExitCode.InvalidInput;
        var reload = gateway.Services.GetRequiredService<ConfigurationReload>();
        using var signals = new Signals(() => reload.Run("SIGHUP"));
        output.Lines.WriteLine(
            $"listening on {string.Join(", ", gateway.Urls)}, before {string.Join(", ", options.Upstreams)}");
        output.Lines.WriteLine(Describe(options));
        ServiceManager.Ready();
        var watch = source.Spec.Watch
            ? new FileWatch(source, () => reload.Run("watch")).Run(TimeProvider.System, stop) : Task.CompletedTask;
        await Listening.Until(stop);
        ServiceManager.Stopping();
        await GatewayServer.Stop(gateway);
        await watch;
        return ExitCode.Ok;
    }

    private static WebApplication? Build(GatewayOptions options, GatewaySource source, IAnsiConsole error)
    {
        try
        {
            return GatewayServer.Build(
                options,
                TimeProvider.System,
                logging => Listening.Log(logging, source.Spec!.Telemetry.LogFormat),
                configuration: source.Read);
        }
        catch (IOException e)
        {
            foreach (var problem in e.Message.Split('\n'))
                error.Lines.WriteLine($"--audit, --record, --batches: {problem}");
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
