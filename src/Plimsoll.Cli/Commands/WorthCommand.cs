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
        var whatIf = new WhatIfOptions(comparesDates: true);
        return new ScenarioVerb("worth", "Tell what a contract is worth to the promises.")
        {
            Arguments = [contract],
            Options = [.. whatIf.All, new JsonOption("Print the answer as JSON.")],
            Edits = whatIf.Of,
            Ask = asked => Answer(asked, asked.Line.GetRequiredValue(contract)),
        }.Create(output, error);
    }

    private static ScenarioAnswer Answer(AskedScenario asked, string name)
    {
        var spec = asked.Document.Spec;
        var wrong = NamedOption.Unknown("CONTRACT", [name], "a contract", [.. spec.Contracts.Keys]).ToList();
        if (wrong.Count > 0)
            return new ScenarioAnswer.Wrong(wrong);

        var service = asked.Service();
        var candidates = CandidateCompiler.Of(spec, service.Model, [], [CandidateCompiler.NewSite]);
        var report = ContractWorth.Of(service, SupplyCompiler.Contract(spec, name), candidates);
        return new ScenarioAnswer.Given(
            () => WorthJson.Write(report, asked.Document.Name), to => WorthTables.Write(report, to));
    }
}
