using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Traces;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll trace</c>: what a trace is like, another made of it, and one made up.</summary>
internal static class TraceCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("trace", "Look at traces of requests, convert and scale them, or make them up.")
        {
            Inspect(output, error),
            Convert(output, error),
            TraceLoadCommand.Create(output, error),
            TraceGenerateCommand.Create(output, error),
        };

    private static Command Inspect(IAnsiConsole output, IAnsiConsole error)
    {
        var (trace, format) = (TraceArgument.Create(), TraceArgument.Format());
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new Command("inspect", "Tell what a trace is like.") { trace, format, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(trace);
            if (TraceArgument.Open(path, parsed.GetValue(format), error) is not { } file)
                return ExitCode.InvalidInput;
            var statistics = new TraceStatistics(Math.Max(1, file.PrefixBlock));
            foreach (var row in file.Rows())
                statistics.Add(row);
            if (parsed.GetValue(json))
                output.Lines.WriteLine(TraceJson.Write(file, statistics.Summary()));
            else
                TraceTables.Write(file, statistics.Summary(), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Convert(IAnsiConsole output, IAnsiConsole error)
    {
        var (trace, format) = (TraceArgument.Create(), TraceArgument.Format());
        var to = new Argument<string>("out") { Description = "The file to write, in our own form; .gz compresses it." };
        var begin = NumberOption.Length("--from", "Leave out what arrives before, such as 10min; this becomes zero.");
        var end = NumberOption.Length("--to", "Leave out what arrives from then on.");
        var stretch = NumberOption.Create(
            "--stretch", "Multiply every time by this: 2 halves the rate.", "a number above 0, at most 1000",
            value => value is > 0 and <= 1000);
        var thin = NumberOption.Of<double>(
            "--thin", "Keep one of so many conversations, as 1:10.", "1:N with N of 1 or more", text =>
                ScaleOption.Read(text) is { } scale ? 1 / scale : null);
        var rate = NumberOption.Rate("--rate", "Thin it, or lay copies over it, to have so many requests, as 20/s.");
        var by = NumberOption.Of<ThinningUnit>(
            "--by", "What is kept or left out as a whole when thinning: session (the default) or account.",
            "session or account", text => text switch
            {
                "session" => ThinningUnit.Session,
                "account" => ThinningUnit.Account,
                _ => null,
            });
        var seed = SeedOption.Create();
        var command = new Command("convert", "Write a trace in our own form, all of it, a part, or scaled.")
        {
            trace, to, format, begin, end, stretch, thin, rate, by, seed,
        };
        command.SetAction(parsed =>
        {
            if (TraceArgument.Open(parsed.GetRequiredValue(trace), parsed.GetValue(format), error) is not { } file)
                return ExitCode.InvalidInput;
            var made = parsed.GetRequiredValue(to);
            List<string> wrong = [];
            WrittenFiles.RequireApart([("trace", file.Path), ("out", made)], wrong);
            var change = new TraceChange
            {
                From = parsed.GetValue(begin) ?? Duration.Zero,
                To = parsed.GetValue(end),
                Stretch = parsed.GetValue(stretch) ?? 1,
                Share = parsed.GetValue(thin) ?? 1,
                Rate = parsed.GetValue(rate),
                Unit = parsed.GetValue(by) ?? ThinningUnit.Session,
                Seed = SeedTree.FromSeed(parsed.GetValue(seed)),
            };
            if (change.Problem(file) is { } problem)
                wrong.Add(problem);
            wrong.ForEach(error.Lines.WriteLine);
            return wrong.Count > 0 ? ExitCode.InvalidInput : WrittenTrace.Write(
                made, change.Of(file), file.PrefixBlock, file.Classes, output, error);
        });
        return command;
    }
}
