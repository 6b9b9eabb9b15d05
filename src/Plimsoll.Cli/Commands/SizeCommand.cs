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
        var whatIf = new WhatIfOptions(comparesDates: true);
        var of = new Option<string[]>("--of")
        {
            Description = "Accelerator kind to add. May be repeated; default: every kind.",
        };
        var place = new Option<string[]>("--place")
        {
            Description = $"Site to add to, or '{CandidateCompiler.NewSite}'. May be repeated; default: every place.",
        };
        var condition = ConditionOption.Create("Order and price the answer by this condition.");
        return new ScenarioVerb("size", "Tell how much more of what, where, makes a limit hold.")
        {
            Arguments = [target.Limit],
            Options =
            [
                target.Multiple, of, place, condition, .. whatIf.All, new JsonOption("Print the answer as JSON."),
            ],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var (document, service) = (asked.Document, asked.Service());
                var (kinds, places) = (asked.Value(of) ?? [], asked.Value(place) ?? []);
                var wanted = target.Of(asked.Line, service);
                var wrong = Wrong(document, kinds, places).Concat(target.Errors(asked.Line, service)).ToList();
                if (wanted is null || wrong.Count > 0)
                    return new ScenarioAnswer.Wrong(wrong);

                var candidates = CandidateCompiler.Of(document.Spec, service.Model, kinds, places);
                var report = SizeReport.Of(
                    service, wanted, service.Model.Compare.Ramped, candidates, asked.Value(condition)!.Value);
                return new ScenarioAnswer.Given(
                    () => SizeJson.Write(report, document.Name), to => SizeTables.Write(report, to));
            },
        }.Create(output, error);
    }

    private static IEnumerable<Diagnostic> Wrong(ScenarioDocument document, string[] kinds, string[] places) =>
    [
        .. NamedOption.Unknown("--of", kinds, "an accelerator", [.. document.Spec.Accelerators.Keys]),
        .. NamedOption.Unknown("--place", places, "a site", [CandidateCompiler.NewSite, .. document.Spec.Sites.Keys]),
    ];
}
