using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Storage;
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
        command.SetServing((parsed, stop) =>
            Run(new GatewaySource(options.Read(parsed, scenario)), output, error, stop));
        return command;
    }

    private static async Task<int> Run(
        GatewaySource source, IAnsiConsole output, IAnsiConsole error, CancellationToken stop)
    {
        switch (source.Read())
        {
            case ConfigurationReading.Valid valid:
                return await Share(valid.Options, source, output, error, stop);
            case ConfigurationReading.Invalid invalid:
                foreach (var line in invalid.Errors)
                    error.Lines.WriteLine(line);
                return ExitCode.InvalidInput;
            default:
                throw new InvalidOperationException("A configuration is valid or not.");
        }
    }

    /// <summary>Opens the store that gateways share, if one is, and serves with it.</summary>
    private static async Task<int> Share(
        GatewayOptions options,
        GatewaySource source,
        IAnsiConsole output,
        IAnsiConsole error,
        CancellationToken stop)
    {
        SharedStore? shared;
        try
        {
            shared = await StoreCompiler.Open(source.Spec!.Store, stop);
        }
        catch (StoreException fault)
        {
            error.Lines.WriteLine($"{source.StorePlace} {fault.Message}");
            return StoreArgument.CodeOf(fault);
        }

        await using (shared?.Store)
            return await Serve(options with { Shared = shared }, source, output, error, stop);
    }

    private static async Task<int> Serve(
        GatewayOptions options,
        GatewaySource source,
        IAnsiConsole output,
        IAnsiConsole error,
        CancellationToken stop)
    {
        await using var gateway = Build(
            options, error, logging => Listening.Log(logging, source.Spec!.Telemetry.LogFormat), source.Read);
        if (gateway is null)
            return ExitCode.InvalidInput;

        // Disposed of before the gateway: what is asked when somebody looks has to be there for the last time, too.
        using var export = TelemetryExport.Begin(source.Spec!.Telemetry);
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

    /// <summary>A gateway; null when a file or folder that it writes cannot be used, which was told.</summary>
    public static WebApplication? Build(
        GatewayOptions options,
        IAnsiConsole error,
        Action<ILoggingBuilder> logging,
        Func<ConfigurationReading>? configuration = null)
    {
        try
        {
            return GatewayServer.Build(options, TimeProvider.System, logging, configuration: configuration);
        }
        catch (IOException e)
        {
            foreach (var problem in e.Message.Split('\n'))
                error.Lines.WriteLine($"{string.Join(", ", Written(options).DefaultIfEmpty("gateway"))}: {problem}");
            return null;
        }
    }

    /// <summary>Options that name what the gateway writes, as far as they were given.</summary>
    private static IEnumerable<string> Written(GatewayOptions options)
    {
        if (options.AuditFile is not null)
            yield return "--audit";
        if (options.RecordFile is not null)
            yield return "--record";
        if (options.Batches.Folder is not null)
            yield return "--batches";
        if (options.Storage is not null || options.Shared is not null)
            yield return "--store";
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
