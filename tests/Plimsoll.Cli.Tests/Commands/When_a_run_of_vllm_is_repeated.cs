using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_run_of_vllm_is_repeated : IDisposable
{
    private readonly string csv = Path.GetTempFileName();

    private static string Run => Path.Combine(AppContext.BaseDirectory, "vllm", "RTX4090_Llama-3.1-8B");

    [Fact]
    public void Every_request_of_every_folder_is_written()
    {
        var (exit, _, error) = Cli.Run("vllm", Run, Run, "--csv", csv);
        Assert.True(exit == ExitCode.Ok, error);
        var lines = File.ReadAllLines(csv);
        Assert.Equal(601, lines.Length);
        Assert.StartsWith("run,id,input_tokens", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("RTX4090_Llama-3.1-8B,0,2358,531,0,", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[1], lines[301]);
    }

    [Fact]
    public void A_folder_of_runs_stands_for_them_all()
    {
        var (_, one, _) = Cli.Run("vllm", Run);
        var (exit, output, error) = Cli.Run("vllm", Path.GetDirectoryName(Run)!);
        Assert.True(exit == ExitCode.Ok, error);
        Assert.Contains(one.TrimEnd(), output, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_read_the_errors_and_how_full_the_engine_was()
    {
        var (exit, output, error) = Cli.Run("vllm", Run, "--json");
        Assert.True(exit == ExitCode.Ok, error);
        var run = JsonDocument.Parse(output).RootElement.GetProperty("runs")[0];
        Assert.Equal(182, run.GetProperty("preemptions").GetInt32());
        var errors = run.GetProperty("errors");
        foreach (var metric in new[] { "endToEnd", "ttft", "tpot" })
        {
            Assert.InRange(errors.GetProperty(metric).GetProperty("ours").GetProperty("mean").GetDouble(), 0.001, 0.05);
            Assert.InRange(
                errors.GetProperty(metric).GetProperty("llmServingSim").GetProperty("mean").GetDouble(), 0.001, 0.05);
        }

        Assert.Equal(183, run.GetProperty("states").GetArrayLength());
    }

    [Fact]
    public void A_folder_without_a_run_is_refused_with_what_it_lacks()
    {
        var (exit, output, error) = Cli.Run("vllm", Run, AppContext.BaseDirectory);
        Assert.Equal((ExitCode.InvalidInput, ""), (exit, output));
        Assert.Contains("meta.json:1:1: found no such file", error, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(csv);
}
