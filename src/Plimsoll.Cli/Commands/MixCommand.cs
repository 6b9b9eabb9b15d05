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
        var whatIf = new WhatIfOptions(comparesDates: true);
        var condition = ConditionOption.Create("Under what the limit has to hold.");
        return new ScenarioVerb("mix", "Find the cheapest mix of what may be had that makes a limit hold.")
        {
            Arguments = [target.Limit],
            Options = [target.Multiple, condition, .. whatIf.All, new JsonOption("Print the answer as JSON.")],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var (document, service) = (asked.Document, asked.Service());
                var wanted = target.Of(asked.Line, service);
                var wrong = NothingOffered(document).Concat(target.Errors(asked.Line, service)).ToList();
                if (wanted is null || wrong.Count > 0)
                    return new ScenarioAnswer.Wrong(wrong);

                var offers = CandidateCompiler.Offers(document.Spec, service.Model);
                var report = MixReport.Of(
                    service, wanted, service.Model.Compare.Ramped, asked.Value(condition)!.Value, offers);
                return new ScenarioAnswer.Given(
                    () => MixJson.Write(report, document.Name), to => MixTables.Write(report, to));
            },
        }.Create(output, error);
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
