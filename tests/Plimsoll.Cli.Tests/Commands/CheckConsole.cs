using Plimsoll.Cli.Commands;
using Spectre.Console;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>Runs <c>plimsoll check</c> with consoles whose text can be read.</summary>
internal static class CheckConsole
{
    public static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = CheckCommand.Create(To(output), To(error)).Parse(arguments).Invoke();
        return (exit, output.ToString(), error.ToString());
    }

    private static IAnsiConsole To(StringWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
