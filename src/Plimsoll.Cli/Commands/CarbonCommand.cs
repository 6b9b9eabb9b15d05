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
        var scenario = ScenarioArgument.Create();
        var period = PeriodOption.Create();
        var whatIf = new WhatIfOptions(comparesDates: false);
        var json = new Option<bool>("--json") { Description = "Print the accounts as JSON." };
        const string does = "Account carbon by scope and by contracts, with its scores, and water by season.";
        var command = new Command("carbon", does) { scenario, period, json };
        whatIf.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            if (ScenarioArgument.Accepted(whatIf.Of(parsed).Load(path), error) is not { } document)
                return ExitCode.InvalidInput;
            var (from, hours) = parsed.GetValue(period) ?? PeriodOption.MonthOf(document.Spec.Compare.Ramped);
            var model = FootprintCompiler.Compile(document.Spec);

            // Load that is spread evenly can always be: only an allocation has requirements that conflict.
            var metered = MeteredService.Of(model.Service, from, hours, objective: null, out _)!;
            if (metered.Sites.IsEmpty)
            {
                error.Lines.WriteLine(FootprintText.NothingIn(model.Service, metered));
                return ExitCode.NotSo;
            }

            var report = CarbonReport.Of(model, metered);
            if (parsed.GetValue(json))
                output.Lines.WriteLine(CarbonJson.Write(report, document.Name));
            else
                CarbonTables.Write(report, output);
            return ExitCode.Ok;
        });
        return command;
    }
}
