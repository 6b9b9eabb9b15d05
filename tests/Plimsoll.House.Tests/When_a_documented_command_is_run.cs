using System.Diagnostics;
using Plimsoll.House.Rules;

namespace Plimsoll.House;

/// <summary>The commands of the README and the docs, run from the repository's root as a reader would.</summary>
public class When_a_documented_command_is_run
{
    public static TheoryData<string, int> Documented =>
        [.. ConsoleExample.In(Repository.Here).Select(e => new TheoryDataRow<string, int>(e.Path, e.Line))];

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task It_prints_what_the_document_shows(string path, int line)
    {
        var example = ConsoleExample.In(Repository.Here).Single(e => e.Path == path && e.Line == line);
        var start = new ProcessStartInfo("dotnet", [Built("Plimsoll.Cli.dll"), .. example.Arguments()])
        {
            WorkingDirectory = Repository.Here.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var printed = await output + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(
            process.ExitCode == example.ExitCode,
            $"{path}:{line}: exit code {process.ExitCode}, expected {example.ExitCode}\n{printed}");
        Assert.True(
            example.Shows(ConsoleExample.WithoutBlankEnds(printed.Split('\n'))),
            $"{path}:{line}\n--- shown\n{string.Join('\n', example.Output)}\n--- printed\n{printed}");
    }

    private static string Built(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
