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
        var question = new ServiceQuestion();
        var command = new Command("headroom", "Tell when growth eats what the supply has to spare.")
        {
            until, scheduled,
        };
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            if (question.Load(parsed, error) is not { } document)
                return ExitCode.InvalidInput;
            var first = document.Spec.Compare.After;
            var last = parsed.GetValue(until) ?? first.AddYears(1);
            if (last <= first || last > first.AddYears(MostYears))
            {
                error.Lines.WriteLine($"--until: found {DateOption.Text(last)}, expected a day after "
                    + $"{DateOption.Text(first)} ('compare.after'), at most {MostYears} years.");
                return ExitCode.InvalidInput;
            }

            var report = Headroom.Of(
                ServiceQuestion.ServiceOf(document),
                Instant.FromDate(first),
                Instant.FromDate(last),
                parsed.GetValue(scheduled));
            return question.Answer(
                parsed,
                output,
                () => HeadroomJson.Write(report, document.Name),
                to => HeadroomTables.Write(report, document.Spec.Title, to));
        });
        return command;
    }
}
