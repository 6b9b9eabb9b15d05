using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll plan SCENARIO</c>: what the supply lets the service promise, and why.</summary>
internal static class PlanCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the plan as JSON." };
        var at = DateOption.Create("Compare this date, as yyyy-MM-dd, with the day before it.");
        var without = ScenarioEdits.CreateWithout();
        var set = ScenarioEdits.CreateSet();
        var command = new Command("plan", "Plan what the supply lets the service promise.")
        {
            scenario, json, at, without, set,
        };
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var edits = new ScenarioEdits(
                parsed.GetValue(at), parsed.GetValue(without) ?? [], parsed.GetValue(set) ?? []);
            if (ScenarioArgument.Accepted(edits.Load(path), error) is not { } document)
                return ExitCode.InvalidInput;
            Print(document, parsed.GetValue(json), output);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Plans a valid scenario.</summary>
    public static PlanStudy Study(ScenarioDocument document) => PlanStudy.Of(
        document.Inputs, values => ServiceModelCompiler.Compile(document.Variant(values)));

    private static void Print(ScenarioDocument document, bool json, IAnsiConsole output)
    {
        var study = Study(document);
        if (json)
            output.Lines.WriteLine(PlanJson.Write(study, document.Name));
        else
            PlanTables.Write(study, output);
    }
}
