using System.Text.Json;

namespace Plimsoll.Cli.Tests;

/// <summary>Runs <c>plimsoll</c> in this process with consoles whose text can be read.</summary>
internal static class Cli
{
    public static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = CommandLine.Run(arguments, Terminal.Open(output), Terminal.Open(error)).GetAwaiter().GetResult();
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>The plan of a scenario as JSON; the shipped one when no path is given.</summary>
    public static JsonElement Plan(params string[] arguments)
    {
        var (exit, output, error) = Run(["plan", .. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
