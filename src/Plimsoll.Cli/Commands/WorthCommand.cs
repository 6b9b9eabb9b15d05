using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll worth CONTRACT</c>: what a contract is worth to the promises.</summary>
internal static class WorthCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var contract = new Argument<string>("contract") { Description = "A contract of the scenario." };
        ScenarioArgument.RefuseOptions(contract);
        var question = new ServiceQuestion();
        var command = new Command("worth", "Tell what a contract is worth to the promises.") { contract };
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            if (question.Load(parsed, error) is not { } document)
                return ExitCode.InvalidInput;
            var name = parsed.GetRequiredValue(contract);
            var wrong = NamedOption.Unknown(
                "CONTRACT", [name], "a contract", [.. document.Spec.Contracts.Keys]).ToList();
            if (wrong.Count > 0)
                return ScenarioArgument.Refuse(wrong, error);

            var service = ServiceQuestion.ServiceOf(document);
            var candidates = CandidateCompiler.Of(document.Spec, service.Model, [], [CandidateCompiler.NewSite]);
            var report = ContractWorth.Of(service, SupplyCompiler.Contract(document.Spec, name), candidates);
            return question.Answer(
                parsed, output, () => WorthJson.Write(report, document.Name), to => WorthTables.Write(report, to));
        });
        return command;
    }
}
