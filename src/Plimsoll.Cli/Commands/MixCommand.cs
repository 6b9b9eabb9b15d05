using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll mix LIMIT</c>: the cheapest mix of what may be had that makes a limit hold.</summary>
internal static class MixCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var target = new TargetArgument();
        var question = new ServiceQuestion();
        var condition = ConditionOption.Create("Under what the limit has to hold.");
        var command = new Command("mix", "Find the cheapest mix of what may be had that makes a limit hold.")
        {
            target.Limit, target.Multiple, condition,
        };
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            if (question.Load(parsed, error) is not { } document)
                return ExitCode.InvalidInput;
            var service = ServiceQuestion.ServiceOf(document);
            var wanted = target.Of(parsed, service);
            var wrong = NothingOffered(document).Concat(target.Errors(parsed, service)).ToList();
            if (wanted is null || wrong.Count > 0)
                return ScenarioArgument.Refuse(wrong, error);

            var offers = CandidateCompiler.Offers(document.Spec, service.Model);
            var report = MixReport.Of(
                service, wanted, service.Model.Compare.Ramped, parsed.GetValue(condition)!.Value, offers);
            return question.Answer(
                parsed, output, () => MixJson.Write(report, document.Name), to => MixTables.Write(report, to));
        });
        return command;
    }

    private static IEnumerable<Diagnostic> NothingOffered(ScenarioDocument document)
    {
        if (document.Spec.Candidates.Supply.Count == 0)
        {
            yield return new Diagnostic(document.Name, 1, 1, "candidates.supply",
                "nothing is offered; state what may be had and at which price");
        }
    }
}
