using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll size LIMIT</c>: how much more of what, where, makes a limit hold at a multiple.</summary>
internal static class SizeCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var target = new TargetArgument();
        var question = new ServiceQuestion();
        var of = new Option<string[]>("--of")
        {
            Description = "Accelerator kind to add. May be repeated; default: every kind.",
        };
        var place = new Option<string[]>("--place")
        {
            Description = $"Site to add to, or '{CandidateCompiler.NewSite}'. May be repeated; default: every place.",
        };
        var condition = ConditionOption.Create("Order and price the answer by this condition.");
        var command = new Command("size", "Tell how much more of what, where, makes a limit hold.")
        {
            target.Limit, target.Multiple, of, place, condition,
        };
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            if (question.Load(parsed, error) is not { } document)
                return ExitCode.InvalidInput;
            var service = ServiceQuestion.ServiceOf(document);
            var (kinds, places) = (parsed.GetValue(of) ?? [], parsed.GetValue(place) ?? []);
            var wanted = target.Of(parsed, service);
            var wrong = Wrong(document, kinds, places).Concat(target.Errors(parsed, service)).ToList();
            if (wanted is null || wrong.Count > 0)
                return ScenarioArgument.Refuse(wrong, error);

            var candidates = CandidateCompiler.Of(document.Spec, service.Model, kinds, places);
            var report = SizeReport.Of(
                service, wanted, service.Model.Compare.Ramped, candidates, parsed.GetValue(condition)!.Value);
            return question.Answer(
                parsed, output, () => SizeJson.Write(report, document.Name), to => SizeTables.Write(report, to));
        });
        return command;
    }

    private static IEnumerable<Diagnostic> Wrong(ScenarioDocument document, string[] kinds, string[] places) =>
    [
        .. NamedOption.Unknown("--of", kinds, "an accelerator", [.. document.Spec.Accelerators.Keys]),
        .. NamedOption.Unknown("--place", places, "a site", [CandidateCompiler.NewSite, .. document.Spec.Sites.Keys]),
    ];
}
