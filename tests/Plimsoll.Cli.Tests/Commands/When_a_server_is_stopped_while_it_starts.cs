using System.Diagnostics;
using System.Globalization;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>A scenario that comes through a pipe, so that the test says when a start goes on.</summary>
public sealed class When_a_server_is_stopped_while_it_starts : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-start-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData("up")]
    [InlineData("emulate")]
    public async Task It_ends_as_it_would_later(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        var scenario = await PipedScenario();
        using var server = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Plimsoll.Cli.dll"), command, Path.GetDirectoryName(scenario)!,
                "--urls", "http://127.0.0.1:0",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

        // Opens once the command reads.
        await using (var pipe = await Task.Run(() => new StreamWriter(scenario), Stop))
        {
            await Run("kill", "-TERM", server.Id.ToString(CultureInfo.InvariantCulture));
            await pipe.WriteAsync(await File.ReadAllTextAsync(Path.Combine(Shipped, "scenario.yaml"), Stop));
        }

        var (output, error) = (server.StandardOutput.ReadToEndAsync(Stop), server.StandardError.ReadToEndAsync(Stop));
        await server.WaitForExitAsync(Stop);
        Assert.Equal(("", ""), (await output, await error));
        Assert.Equal(ExitCode.Ok, server.ExitCode);
    }

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1");

    private async Task<string> PipedScenario()
    {
        foreach (var file in Directory.EnumerateFiles(
            Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(
                directory.FullName, Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "scenarios"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var scenario = Path.Combine(directory.FullName, "colossus-1", "scenario.yaml");
        File.Delete(scenario);
        await Run("mkfifo", scenario);
        return scenario;
    }

    private static async Task Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
