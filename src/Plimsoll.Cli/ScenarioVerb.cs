using System.CommandLine;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>
/// A verb that asks one thing of one scenario. The scenario is read with its what-ifs and every error printed, and the
/// files that are to be written are looked at, before anything is worked out.
/// </summary>
/// <param name="Name">What is typed.</param>
/// <param name="Does">What it does.</param>
internal sealed record ScenarioVerb(string Name, string Does)
{
    /// <summary>Arguments before the scenario.</summary>
    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    /// <summary>Every option, in the order of its help; one is a <see cref="JsonOption"/>.</summary>
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>What a command line changes about the scenario; default: nothing.</summary>
    public Func<ParseResult, ScenarioEdits> Edits { get; init; } = _ => new ScenarioEdits(null, [], []);

    /// <summary>What it answers.</summary>
    public required Func<AskedScenario, ScenarioAnswer> Ask { get; init; }

    /// <summary>The command.</summary>
    public Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var command = new Command(Name, Does);
        foreach (var argument in Arguments.Append(scenario))
            command.Add(argument);
        foreach (var option in Options)
            command.Add(option);
        command.SetAction(line => Run(line, ScenarioArgument.Resolve(line.GetRequiredValue(scenario)), output, error));
        return command;
    }

    private int Run(ParseResult line, string path, IAnsiConsole output, IAnsiConsole error)
    {
        var options = Options.OfType<FileOption>().ToList();
        var files = options.ConvertAll(option => new WrittenFile(option.Name, line.GetValue(option)));
        var document = ScenarioArgument.Accepted(Edits(line).Load(path), error);
        if (!WrittenFile.AreWritable(files, error) || document is null)
            return ExitCode.InvalidInput;
        switch (Ask(new AskedScenario(document, path, line)))
        {
            case ScenarioAnswer.Given given:
                if (!options.Zip(files).All(file => file.Second.WriteBy(given.Files[file.First], error)))
                    return ExitCode.InvalidInput;
                if (line.GetValue(Options.OfType<JsonOption>().Single()))
                    output.Lines.WriteLine(given.Json());
                else
                    given.Tables(output);
                return given.Code;
            case ScenarioAnswer.Refused refused:
                error.Lines.WriteLine(refused.Why);
                return refused.Code;
            case ScenarioAnswer.Wrong wrong:
                return ScenarioArgument.Refuse(wrong.Diagnostics, error);
            default:
                throw new InvalidOperationException("An answer is given, refused or wrong.");
        }
    }
}
