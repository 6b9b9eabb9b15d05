using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_scenario_is_checked : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void The_shipped_one_is_valid_and_summarized()
    {
        var (exit, output, error) = Cli.Run("check");

        Assert.Equal("", error);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches("""
            ^colossus-1 is valid: .+
              sites \d+, plans \d+, tiers \d+, changes \d+
              inputs \d+: reported \d+, measured \d+, derived \d+, assumed \d+; with a range \d+
            $
            """, output);
    }

    [Fact]
    public void A_shipped_one_can_be_named() => Assert.Equal(ExitCode.Ok, Cli.Run("check", "colossus-1").Exit);

    [Fact]
    public void Every_error_is_printed_on_its_own_line_to_stderr()
    {
        var file = Path.Combine(directory.FullName, "scenario.yaml");
        File.WriteAllText(file, "titel: Wrong\n");

        var (exit, output, error) = Cli.Run("check", directory.FullName);

        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal("", output);
        Assert.Equal(13, lines.Length);
        Assert.Contains($"{file}:1:1: the key 'title' is missing", lines);
        Assert.Contains(lines, line => line.StartsWith(
            $"{file}:1:1: 'titel' is no key here; nearest: 'title'; keys: title, ", StringComparison.Ordinal));
        Assert.Equal("12 errors", lines[^1]);
    }

    [Fact]
    public void What_is_found_is_told_as_JSON_too()
    {
        File.WriteAllText(Path.Combine(directory.FullName, "scenario.yaml"), "titel: Wrong\n");

        var (exit, output, _) = Cli.Run("check", directory.FullName, "--json");
        var wrong = JsonDocument.Parse(output).RootElement;
        var shipped = JsonDocument.Parse(Cli.Run("check", "--json").Output).RootElement;

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal(12, wrong.GetProperty("errors").GetArrayLength());
        Assert.True(shipped.GetProperty("valid").GetBoolean());
        Assert.True(shipped.GetProperty("inputs").GetInt32() > 0);
    }

    [Fact]
    public void A_missing_one_is_an_error_of_the_input()
    {
        var (exit, _, error) = Cli.Run("check", "gone");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal(
            "gone:1:1: there is no such file; expected a scenario file or a directory with a scenario.yaml\n1 error\n",
            error);
    }
}
