using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll carbon SCENARIO</c>: scopes, contracts for electricity, scores, boundaries and water.</summary>
internal static class CarbonCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (period, objective) = (PeriodOption.Create(), SpreadingOption.Create());
        var whatIf = new WhatIfOptions(comparesDates: false);
        const string does = "Account carbon by scope and by contracts, with its scores, and water by season.";
        return new ScenarioVerb("carbon", does)
        {
            Options = [period, objective, new JsonOption("Print the accounts as JSON."), .. whatIf.All],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var (from, hours) =
                    asked.Value(period) ?? PeriodOption.MonthOf(asked.Document.Spec.Compare.Ramped);
                var model = FootprintCompiler.Compile(asked.Document.Spec);
                if (MeteredService.Of(model.Service, from, hours, asked.Value(objective)?.Objective, out var unmet)
                    is not { } metered)
                    return SpreadingOption.Refused(unmet!.Value);
                if (metered.Sites.IsEmpty)
                    return new ScenarioAnswer.Refused(FootprintText.NothingIn(model.Service, metered), ExitCode.NotSo);
                var report = CarbonReport.Of(model, metered);
                return new ScenarioAnswer.Given(
                    () => CarbonJson.Write(report, asked.Document.Name), to => CarbonTables.Write(report, to));
            },
        }.Create(output, error);
    }
}
