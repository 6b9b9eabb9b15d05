using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll trace generate OUT</c>: a trace that is made up.</summary>
internal static class TraceGenerateCommand
{
    private const int MostKeptLengths = 1_000_000;

    private const string NoRow = "--rate: found so low a rate that no conversation begins within --hours, expected one "
        + "at least. Raise either, or lower --turns.";

    private static readonly GeneratorSettings Usual = new()
    {
        Rate = 1,
        Length = Duration.FromHours(1),
        Lengths = new LogNormalLengths(1000, 0.7, 250, 0.7),
    };

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var to = new Argument<string>("out") { Description = "The file to write, in our own form; .gz compresses it." };
        var rate = NumberOption.Rate("--rate", "Requests on average, later turns included, as 10/s.");
        rate.Required = true;
        var length = NumberOption.Create(
            "--hours", "Hours in which conversations begin (1).", "a number above 0, at most 175200",
            value => value is > 0 and <= 175_200);
        var arrivals = NumberOption.Of("--arrivals", "poisson (the default), or bursts as gamma:cv=2.",
            "poisson, or gamma:cv=X with X above 0", Variation);
        var profile = new Option<ImmutableArray<double>>("--profile")
        {
            Description = "Rate by the hour: 24 weights with commas between, or day:depth=0.5,peak=14.",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (Weights(text) is { } weights)
                    return weights;
                result.AddError($"--profile: found '{text}', expected 24 weights of 0 or more with commas between, or "
                    + "day:depth=D,peak=H with a depth of 0 to 1 and an hour of 0 to 24.");
                return [];
            },
        };
        var input = Lengths("--input", "Mean tokens that a request adds, and spread of their logarithm (1000:0.7).");
        var answer = Lengths("--output", "Mean tokens of an answer, and spread of their logarithm (250:0.7).");
        var lengths = new Option<string?>("--lengths-of")
        {
            Description = "Draw prompts and answers in pairs from this trace instead, its first million requests.",
        };
        var shape = new ConversationOptions();
        var seed = SeedOption.Create();
        var command = new Command("generate", "Make up a trace.")
        {
            to, rate, length, arrivals, profile, input, answer, lengths, seed,
        };
        shape.AddTo(command);
        command.SetAction(parsed =>
        {
            var seen = parsed.GetValue(lengths) is { } path ? Seen(path, error) : [];
            if (seen is null || IsTold(Twice(parsed, lengths, input, answer), error))
                return ExitCode.InvalidInput;
            var (prompt, reply) = (parsed.GetValue(input) ?? (1000, 0.7), parsed.GetValue(answer) ?? (250, 0.7));
            var settings = shape.Of(parsed, Usual) with
            {
                Rate = parsed.GetValue(rate)!.Value,
                Length = Duration.FromSeconds((parsed.GetValue(length) ?? 1) * 3600),
                GapVariation = parsed.GetValue(arrivals) ?? 1,
                DayWeights = parsed.GetValue(profile) is { IsDefault: false } weights ? weights : [],
                Lengths = seen.Count > 0
                    ? new SeenLengths(seen)
                    : new LogNormalLengths(prompt.Mean, prompt.Spread, reply.Mean, reply.Spread),
            };
            var hasNames = settings.Turns > 1 || settings.SystemPrompts > 0;
            var rows = TraceGenerator.Rows(settings, SeedTree.FromSeed(parsed.GetValue(seed)));
            return IsTold(rows.Any() ? null : NoRow, error) ? ExitCode.InvalidInput : WrittenTrace.Write(
                parsed.GetRequiredValue(to), rows, hasNames ? settings.PrefixBlock : 0, [""], output, error);
        });
        return command;
    }

    /// <summary>What is wrong where lengths are stated beside those of a trace; null: nothing.</summary>
    private static string? Twice(ParseResult parsed, Option lengths, params Option[] stated)
    {
        var beside = stated.Where(option => parsed.GetResult(option) is not null).Select(option => option.Name);
        return parsed.GetResult(lengths) is not null && string.Join(" ", beside) is { Length: > 0 } names
            ? $"--lengths-of: found beside {names}, expected one or the other." : null;
    }

    private static bool IsTold(string? wrong, IAnsiConsole error)
    {
        if (wrong is not null)
            error.Lines.WriteLine(wrong);
        return wrong is not null;
    }

    private static Option<(double Mean, double Spread)?> Lengths(string name, string description) =>
        NumberOption.Of<(double Mean, double Spread)>(
            name, description, "MEAN or MEAN:SPREAD, such as 1000:0.7; a spread of 0 is always the mean", text =>
            {
                var parts = text.Split(':');
                return parts.Length <= 2 && Number(parts[0]) is > 0 and < 1e7 and var mean
                    && Number(parts.Length > 1 ? parts[1] : "0.7") is >= 0 and < 10 and var spread
                    ? (mean, spread) : null;
            });

    private static double? Variation(string text) =>
        text == "poisson" ? 1
        : text.StartsWith("gamma:cv=", StringComparison.Ordinal) && Number(text[9..]) is > 0.01 and < 100 and var cv
            ? cv : null;

    private static ImmutableArray<double>? Weights(string text)
    {
        if (text.Split(["day:depth=", ",peak="], StringSplitOptions.None) is ["", var deep, var top])
        {
            return Number(deep) is >= 0 and <= 1 and var depth && Number(top) is >= 0 and <= 24 and var peak
                ? [.. Enumerable.Range(0, 24).Select(hour =>
                    1 + (depth * Math.Cos((hour + 0.5 - peak) * Math.PI / 12)))]
                : null;
        }

        var weights = text.Split(',').Select(part => Number(part) ?? -1).ToList();
        return weights.Count == 24 && weights.Min() >= 0 && weights.Max() > 0 ? [.. weights] : null;
    }

    private static List<(int, int)>? Seen(string path, IAnsiConsole error) =>
        TraceArgument.Open(path, null, error)?.Rows().Take(MostKeptLengths)
            .Select(row => (row.Arrival.Input, row.Arrival.Output)).ToList();

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value : null;
}
