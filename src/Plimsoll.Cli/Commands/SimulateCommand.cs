using System.CommandLine;
using System.Globalization;
using Plimsoll.Cli.Reports;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Simulation.Accounts;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll simulate SCENARIO</c>: a day of the service at a smaller scale, limits included.</summary>
internal sealed class SimulateCommand
{
    private const int MostHours = 24 * 28;
    private const int MostRuns = 1000;
    private const double MostAskers = 1e8;

    private readonly Argument<string> scenario = ScenarioArgument.Create();
    private readonly Option<DateOnly?> from =
        DateOption.Create("Begin at midnight UTC of this date; default: compare.after.", "--from");

    private readonly Option<DateOnly?> to = DateOption.Create(
        "End at midnight UTC of this date, instead of after --hours.", "--to");

    private readonly Option<int?> hours =
        Number("--hours", null, MostHours, "Hours to simulate; default 24, of a trace until all is served");

    private readonly Option<double> scale = ScaleOption.Create();
    private readonly WhatIfOptions whatIf = new(comparesDates: false);
    private readonly Option<ulong> seed = SeedOption.Create();
    private readonly TraceOptions trace = new();
    private readonly Option<int?> runs =
        Number("--runs", 1, MostRuns, "Simulations with this seed and those that follow it, to be compared");

    private readonly Option<double?> against = ScaleOption.CreateOther();
    private readonly Option<int?> threads = Number(
        "--threads", Environment.ProcessorCount, 1024, "Simulations at once; changes nothing in the result");

    private readonly Option<FileInfo?> requests = new("--requests")
    {
        Description = "Write every request, of the first seed, to this CSV file.",
    };

    private readonly Option<FileInfo?> page = new("--html")
    {
        Description = "Write a page with charts, of the first seed, to this HTML file.",
    };

    private readonly Option<bool> json = new("--json") { Description = "Print the report as JSON." };

    private SimulateCommand()
    {
    }

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var asked = new SimulateCommand();
        var command = new Command("simulate", "Simulate the service at a smaller scale, with its users and limits.")
        {
            asked.scenario, asked.from, asked.to, asked.hours, asked.scale, asked.seed, asked.runs, asked.against,
            asked.threads, asked.requests, asked.page, asked.json,
        };
        asked.whatIf.AddTo(command);
        asked.trace.AddTo(command);
        command.SetAction(parsed => asked.Run(parsed, output, error));
        return command;
    }

    private int Run(ParseResult parsed, IAnsiConsole output, IAnsiConsole error)
    {
        var files = new WrittenReport(parsed.GetValue(requests), parsed.GetValue(page), parsed.GetValue(json));
        var wrong = files.Errors(parsed.GetValue(trace.File));
        var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
        var edits = whatIf.Of(parsed);
        if (parsed.GetValue(trace.File) is not null && parsed.GetValue(against) is not null)
            wrong.Add("--against: found beside --trace, which has no scale; leave one of them out.");
        if (parsed.GetValue(to) is not null && parsed.GetValue(hours) is not null)
            wrong.Add("--to: found beside --hours, expected one of them.");
        wrong.ForEach(error.Lines.WriteLine);
        if (ScenarioArgument.Accepted(edits.Load(path), error) is not { } document || wrong.Count > 0)
            return ExitCode.InvalidInput;
        var model = ServiceModelCompiler.Compile(document.Spec);
        var start = Instant.FromDate(parsed.GetValue(from) ?? model.Compare.After.Date);
        if (LengthOf(parsed, start, error) is not { } length)
            return ExitCode.InvalidInput;
        var first = new ServiceSimulation
        {
            Model = model,
            Start = start,
            Length = length,
            Scale = parsed.GetValue(scale),
            Seed = parsed.GetValue(seed),
            Fleet = SimulationCompiler.Compile(document.Spec),
        };
        var isCut = parsed.GetValue(hours) is not null || parsed.GetValue(to) is not null;
        if (trace.Of(first, isCut, parsed, error) is not { } simulation)
            return ExitCode.InvalidInput;
        if (TooMany([simulation.Scale, parsed.GetValue(against) ?? simulation.Scale], simulation) is { } many)
        {
            error.Lines.WriteLine(many);
            return ExitCode.InvalidInput;
        }

        var given = ScenarioEdits.Quoted(parsed.GetRequiredValue(scenario));
        var run = new SimulationStudy(document, given, edits.Text + trace.Text(parsed), error)
        {
            First = simulation,
            Runs = parsed.GetValue(runs) ?? 1,
            Against = parsed.GetValue(against),
            Threads = parsed.GetValue(threads) ?? 1,
        }.Run(parsed.GetValue(requests));
        if (!files.Write(run, output, error))
            return ExitCode.InvalidInput;
        return run.Against is { Disagreeing: > 0 } ? ExitCode.NotSo : ExitCode.Ok;
    }

    /// <summary>What is wrong with scales at which there are too many users to simulate; null: nothing.</summary>
    private static string? TooMany(double[] scales, ServiceSimulation simulation)
    {
        var least = scales.Min();
        var askers = (simulation with { Scale = least }).Askers;
        return askers <= MostAskers
            ? null
            : $"--scale: found {ScaleOption.Text(least)}, at which {Number(askers)} users ask on "
                + $"{DateOption.Text(simulation.Start.Date)}, expected at most {Number(MostAskers)}. Simulate "
                + "one of more, or begin nearer to the dates of the scenario.";
    }

    private static string Number(double value) => value.ToString("0.#E+0", CultureInfo.InvariantCulture);

    /// <summary>How long requests arrive; null, with the error printed, when the end is no good.</summary>
    private Duration? LengthOf(ParseResult parsed, Instant start, IAnsiConsole error)
    {
        if (parsed.GetValue(to) is not { } date)
            return Duration.FromHours(parsed.GetValue(hours) ?? 24);
        var length = Instant.FromDate(date) - start;
        if (length > Duration.Zero && length <= Duration.FromHours(MostHours))
            return length;
        error.Lines.WriteLine($"--to: found {DateOption.Text(date)}, expected a date 1 to {MostHours / 24} days after "
            + $"{DateOption.Text(start.Date)}, where the simulation begins.");
        return null;
    }

    private static Option<int?> Number(string name, int? usual, int most, string description) => NumberOption.Whole(
        name, $"{description}, 1 to {most.ToString(CultureInfo.InvariantCulture)}.", 1, most, usual);
}
