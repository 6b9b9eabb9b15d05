using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_demand_is_asked_for : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-").FullName;

    [Fact]
    public void It_says_what_doubling_sessions_would_add()
    {
        var (exit, output, error) = Cli.Run("demand", "--at", "2026-05-05");

        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Matches("Doubling every session limit adds [0-9.]+% of use in the week", output);
        Assert.Contains("By time zone", output, StringComparison.Ordinal);
        Assert.Contains("May 2026: opus-api-limits-raised, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_read_the_same_as_JSON()
    {
        var json = Json("--monte-carlo", "10", "--seed", "4");

        Assert.Equal("plimsoll.demand/1", json.GetProperty("format").GetString());
        Assert.Equal(168, json.GetProperty("total").GetProperty("requestsPerSecond").GetArrayLength());
        Assert.Equal(12, json.GetProperty("months").GetArrayLength());
        Assert.Equal(9, json.GetProperty("limits").GetArrayLength());
        Assert.Equal(25, json.GetProperty("limits")[0].GetProperty("cells").GetArrayLength());
        Assert.Equal(6, json.GetProperty("teams").GetProperty("sizes").GetArrayLength());
        Assert.Equal(4, json.GetProperty("monteCarlo").GetProperty("seed").GetInt32());
    }

    [Fact]
    public void Its_load_measured_is_the_same_load()
    {
        var file = Path.Combine(folder, "usage.csv");
        var before = Json("--csv", file).GetProperty("total");
        var measured = $"demand.measured.all={{file: {file}, groups: [pro-chat, tier-2], date: 2026-05-06, scale: 1x}}";

        // Only rows of the plan and tier of its groups count, and the plan has another group.
        var after = Json("--set", measured, "--set", "demand.populations.pro-claude-code.users=1").GetProperty("total");

        Assert.Equal(Output(before), Output(after), 1e-4 * Output(before));

        static double Output(JsonElement total) =>
            total.GetProperty("byClass").EnumerateArray().Sum(c => c.GetProperty("outputTokens").GetDouble());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_refused_before_anything_is_computed()
    {
        var (exit, output, error) = Cli.Run("demand", "--csv", Path.Combine(folder, "no", "usage.csv"));

        Assert.Equal((ExitCode.InvalidInput, ""), (exit, output));
        Assert.Contains("whose directory does not exist; make it first.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_and_a_limit_log_are_written_as_usage()
    {
        var file = Path.Combine(folder, "usage.csv");
        var trace = When_traces_are_looked_at.Sample("mooncake.jsonl");

        Assert.Equal(ExitCode.Ok, Cli.Run("trace", "load", trace, file, "--class", "opus", "--plan", "pro").Exit);
        Assert.Equal(169, File.ReadAllLines(file).Length);
        Assert.Contains("--class: found requests of no class", Cli.Run("trace", "load", trace, file).Error,
            StringComparison.Ordinal);

        var log = Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1", "limits-5-6-may-2026.jsonl");
        var (exit, output, error) = Cli.Run("limits", "load", log, file);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains(": 21 rows", output, StringComparison.Ordinal);
        Assert.StartsWith("hour,organization,plan,class,", File.ReadAllText(file), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run(["demand", "--json", .. arguments]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
