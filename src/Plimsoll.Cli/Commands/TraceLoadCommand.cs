using System.CommandLine;
using Plimsoll.Scenarios.Traces;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll trace load TRACE OUT</c>: a trace as the load of a week.</summary>
internal static class TraceLoadCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (trace, format) = (TraceArgument.Create(), TraceArgument.Format());
        var to = new Argument<string>("out") { Description = "The CSV file to write; .gz compresses it." };
        var modelClass = new Option<string?>("--class")
        {
            Description = "Class of every request; without, those that the trace names.",
        };
        var plan = new Option<string?>("--plan") { Description = "Plan or tier to write beside; without, none." };
        var command = new Command("load", "Write a trace as usage by hour of the week, for a load to be measured by.")
        {
            trace, to, format, modelClass, plan,
        };
        command.SetAction(parsed =>
        {
            if (TraceArgument.Open(parsed.GetRequiredValue(trace), parsed.GetValue(format), error) is not { } file)
                return ExitCode.InvalidInput;
            var made = parsed.GetRequiredValue(to);
            List<string> wrong = [];
            WrittenFiles.RequireApart([("trace", file.Path), ("out", made)], wrong);
            string[] classes = [.. file.Classes.Select(name => parsed.GetValue(modelClass) ?? name)];
            if (classes.Contains(""))
                wrong.Add($"--class: found requests of no class in {file.Path}, expected the name of one for them.");
            wrong.ForEach(error.Lines.WriteLine);
            return wrong.Count > 0 ? ExitCode.InvalidInput : WrittenUsage.Write(
                made, TraceUsage.Of(file, parsed.GetValue(plan) ?? "", classes), output, error);
        });
        return command;
    }
}
