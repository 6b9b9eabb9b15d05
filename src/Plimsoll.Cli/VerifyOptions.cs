using System.CommandLine;
using System.CommandLine.Parsing;
using Plimsoll.Cli.Reports;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Simulation.Verification;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>What <c>plan --verify</c> may be told, and how it runs.</summary>
internal sealed class VerifyOptions
{
    private const double UsualScale = 2000;
    private const double WeekOverHours = 10;
    private const int UsualRuns = 5;
    private const int MostRuns = 100;
    private const int MostHours = 24 * 7;

    private readonly Option<bool> verify = new("--verify")
    {
        Description = "Replay the plan in the simulator and print both side by side.",
    };

    private readonly Option<double?> scale = NumberOption.Of<double>(
        "--scale", "With --verify: simulate one of so many users and accelerators; default 1:2000.",
        "1:N with N of 1 or more, such as 1:2000", ScaleOption.Read);

    private readonly Option<int?> hours = NumberOption.Whole(
        "--hours", $"With --verify: hours about the tightest one, 1 (usual) to {MostHours}.", 1, MostHours);

    private readonly Option<double?> week = NumberOption.Of<double>(
        "--week", "With --verify: scale of a whole week, or none; default 10 times that of the hours.",
        "1:N with N of 1 or more, such as 1:20000, or none", text => text == "none" ? 0 : ScaleOption.Read(text));

    private readonly Option<int?> runs = NumberOption.Whole(
        "--runs", $"With --verify: simulations of each kind, 2 to {MostRuns}; default {UsualRuns}.", 2, MostRuns);

    private readonly Option<ulong> seed = SeedOption.Create();

    /// <summary>Adds the options to the command, which refuses them without <c>--verify</c>.</summary>
    public void AddTo(Command command)
    {
        Option[] further = [scale, hours, week, runs, seed];
        command.Options.Add(verify);
        foreach (var option in further)
            command.Options.Add(option);
        command.Validators.Add(result => RequireVerify(result, further));
    }

    /// <summary>Whether to verify.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(verify);

    /// <inheritdoc cref="IsAsked(ParseResult)"/>
    public bool IsAsked(CommandResult parsed) => parsed.GetValue(verify);

    /// <summary>Verifies the plan of a scenario.</summary>
    public int Run(ScenarioDocument document, bool json, ParseResult parsed, IAnsiConsole output, IAnsiConsole error)
    {
        var own = parsed.GetValue(scale) ?? UsualScale;
        var verification = new PlanVerification(new()
        {
            Model = ServiceModelCompiler.Compile(document.Spec),
            Fleet = SimulationCompiler.Compile(document.Spec),
            Scale = own,
            Hours = parsed.GetValue(hours) ?? 1,
            WeekScale = parsed.GetValue(week) switch { null => own * WeekOverHours, 0 => null, var given => given },
            Runs = parsed.GetValue(runs) ?? UsualRuns,
            Seed = parsed.GetValue(seed),
        });
        if (!verification.HasLoad)
        {
            error.Lines.WriteLine("--verify: nobody asks for anything, or nothing serves it: there is no load line.");
            return ExitCode.InvalidInput;
        }

        var report = Replay(verification, error);
        if (json)
            output.Lines.WriteLine(VerificationJson.Write(report, document.Name));
        else
            VerificationTables.Write(report, output);
        return ExitCode.Ok;
    }

    private static VerificationReport Replay(PlanVerification verification, IAnsiConsole error)
    {
        var simulations = verification.Cases.Select(one => one.Simulation).ToArray();
        var tallies = simulations.Select(simulation => new VerificationTally(simulation)).ToArray();
        var start = simulations[0].Start;
        var length = new Duration(simulations.Sum(simulation => simulation.Length.Nanoseconds));
        var outcomes = new SimulationProgress(error, TimeProvider.System).Run(start, start + length, tell =>
            ParallelSimulations.Run(
                simulations,
                Environment.ProcessorCount,
                (simulated, ended) => tell(start + simulated, ended),
                (number, told) => simulations[number].Run(told, tallies[number].Take)));
        return verification.Report(
            [.. outcomes.Zip(tallies, (outcome, tally) => new VerifiedRun(outcome.Report, outcome.Fleet, tally))]);
    }

    private void RequireVerify(CommandResult result, Option[] further)
    {
        if (IsAsked(result))
            return;
        foreach (var option in further.Where(option => result.GetResult(option) is { Implicit: false }))
            result.AddError($"{option.Name}: found without --verify, which it is about.");
    }
}
