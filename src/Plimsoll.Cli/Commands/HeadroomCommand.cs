using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll headroom</c>: when growth eats what the supply has to spare.</summary>
internal static class HeadroomCommand
{
    private const int MostYears = 20;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var until = DateOption.Create("Last day to look at; default: a year after compare.after.", "--until");
        var scheduled = new Option<bool>("--scheduled")
        {
            Description = "Let later changes of the policy take effect; default: it stays as after the change.",
        };
        var whatIf = new WhatIfOptions(comparesDates: true);
        return new ScenarioVerb("headroom", "Tell when growth eats what the supply has to spare.")
        {
            Options = [until, scheduled, .. whatIf.All, new JsonOption("Print the answer as JSON.")],
            Edits = whatIf.Of,
            Ask = asked =>
            {
                var (document, first) = (asked.Document, asked.Document.Spec.Compare.After);
                var last = asked.Value(until) ?? first.AddYears(1);
                if (last <= first || last > first.AddYears(MostYears))
                {
                    return new ScenarioAnswer.Refused(
                        $"--until: found {DateOption.Text(last)}, expected a day after {DateOption.Text(first)} "
                            + $"('compare.after'), at most {MostYears} years.",
                        ExitCode.InvalidInput);
                }

                var report = Headroom.Of(
                    asked.Service(), Instant.FromDate(first), Instant.FromDate(last), asked.Value(scheduled));
                return new ScenarioAnswer.Given(
                    () => HeadroomJson.Write(report, document.Name),
                    to => HeadroomTables.Write(report, document.Spec.Title, to));
            },
        }.Create(output, error);
    }
}
