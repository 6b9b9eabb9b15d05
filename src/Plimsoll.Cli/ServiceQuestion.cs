using System.CommandLine;
using Plimsoll.Planning.Search;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>
/// What every search is asked of, a scenario with its what-ifs, and how it is answered.
/// </summary>
internal sealed class ServiceQuestion
{
    private readonly Argument<string> scenario = ScenarioArgument.Create();
    private readonly WhatIfOptions whatIf = new(comparesDates: true);
    private readonly Option<bool> json = new("--json") { Description = "Print the answer as JSON." };

    /// <summary>Adds its argument, after those that are there, and its options.</summary>
    public void AddTo(Command command)
    {
        command.Add(scenario);
        whatIf.AddTo(command);
        command.Add(json);
    }

    /// <summary>The scenario; null, with every error printed, where it is not valid.</summary>
    public ScenarioDocument? Load(ParseResult parsed, IAnsiConsole error) => ScenarioArgument.Accepted(
        whatIf.Of(parsed).Load(ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario))), error);

    /// <summary>The service that a scenario describes.</summary>
    public static ServiceMargins ServiceOf(ScenarioDocument document) =>
        new(ServiceModelCompiler.Compile(document.Spec));

    /// <summary>Prints an answer as JSON or as tables.</summary>
    public int Answer(ParseResult parsed, IAnsiConsole output, Func<string> asJson, Action<IAnsiConsole> asTables)
    {
        if (parsed.GetValue(json))
            output.Lines.WriteLine(asJson());
        else
            asTables(output);
        return ExitCode.Ok;
    }
}
