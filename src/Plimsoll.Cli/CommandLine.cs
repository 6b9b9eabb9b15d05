using System.CommandLine;
using System.CommandLine.Help;
using Plimsoll.Cli.Commands;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The `plimsoll` command: every verb, one file each.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">What was typed after `plimsoll`.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors go.</param>
    /// <param name="stop">Ends a command that serves; Ctrl-C does so too.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> Run(
        IReadOnlyList<string> args, IAnsiConsole output, IAnsiConsole error, CancellationToken stop = default)
    {
        // Not a RootCommand, which would call itself by the name of the assembly.
        var root = new Command("plimsoll", "How far an AI service may be loaded, and what it may therefore promise.")
        {
            new HelpOption(),
            new VersionOption(),
            UpCommand.Create(output, error),
            PlanCommand.Create(output, error),
            HorizonCommand.Create(output, error),
            DemandCommand.Create(output, error),
            AllocateCommand.Create(output, error),
            FootprintCommand.Create(output, error),
            PermitsCommand.Create(output, error),
            PowerCommand.Create(output, error),
            CarbonCommand.Create(output, error),
            FactorsCommand.Create(output, error),
            SizeCommand.Create(output, error),
            MixCommand.Create(output, error),
            WorthCommand.Create(output, error),
            HeadroomCommand.Create(output, error),
            BacktestCommand.Create(output, error),
            RegionCommand.Create(output, error),
            ContractsCommand.Create(output, error),
            CommunityCommand.Create(output, error),
            AdequacyCommand.Create(output, error),
            SimulateCommand.Create(output, error),
            TraceCommand.Create(output, error),
            CheckCommand.Create(output, error),
            SchemaCommand.Create(output),
            ServeCommand.Create(output, error),
            EmulateCommand.Create(output, error),
            KeysCommand.Create(output, error),
            OperatorsCommand.Create(output, error),
            UpstreamsCommand.Create(output, error),
            PolicyCommand.Create(output, error),
            AdminCommand.Create(output, error),
            StoreCommand.Create(output, error),
            LimitsCommand.Create(output, error),
            UsageCommand.Create(output, error),
            CalibrateCommand.Create(output, error),
            VidurCommand.Create(output, error),
            VllmCommand.Create(output, error),
        };
        var parsed = root.Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = output.Lines,
            Error = error.Lines,

            // A gateway waits for open streams as long as its operator says; a second signal ends it at once.
            ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
        };
        var exit = await parsed.InvokeAsync(invocation, stop);
        return parsed.Errors.Count > 0 ? ExitCode.InvalidInput : exit;
    }
}
