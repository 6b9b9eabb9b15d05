using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll factors SCENARIO</c>: every published factor with its version, source and date.</summary>
internal static class FactorsCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new ScenarioVerb("factors", "List every factor of a footprint with its version, source and date.")
        {
            Options = [new JsonOption("Print the factors as JSON.")],
            Ask = asked => new ScenarioAnswer.Given(
                () => FactorReport.Json(asked.Document), to => FactorReport.Write(asked.Document, to)),
        }.Create(output, error);
}
