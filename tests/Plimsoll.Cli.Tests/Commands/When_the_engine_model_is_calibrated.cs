using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_the_engine_model_is_calibrated : IDisposable
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "inferencex");

    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-calibrate-").FullName;

    [Fact]
    public void Constants_and_errors_of_every_model_are_told_and_written()
    {
        var (csv, yaml) = (Path.Combine(folder, "errors.csv"), Path.Combine(folder, "profiles.yaml"));
        var (exit, output, error) = Cli.Run("calibrate", Data, "--csv", csv, "--write", yaml);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains("Constants, fitted to all models", output, StringComparison.Ordinal);
        var rows = File.ReadAllLines(csv);
        Assert.Equal("data,system,engine,kind,model,metric,figures,in_sample,left_out,held_back", rows[0]);
        Assert.Equal(7, rows.Length);
        Assert.StartsWith("inferencex,h100,vllm,dense,llama-3.1-70b,ttft,44,0.", rows[1], StringComparison.Ordinal);
        Assert.Contains("  h100-vllm-mixture:\n", File.ReadAllText(yaml), StringComparison.Ordinal);
        Assert.Contains("no watts were measured", File.ReadAllText(yaml), StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_read_the_same()
    {
        var (exit, output, _) = Cli.Run("calibrate", Data, "--json");
        Assert.Equal(ExitCode.Ok, exit);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal("plimsoll.calibration/1", report.GetProperty("format").GetString());
        var mixture = report.GetProperty("regimes")[1];
        Assert.Equal("mixture", mixture.GetProperty("kind").GetString());
        Assert.InRange(mixture.GetProperty("mfu").GetDouble(), 0.05, 1);
        Assert.Equal(4, mixture.GetProperty("errors").GetArrayLength());
        Assert.InRange(mixture.GetProperty("errors")[0].GetProperty("leftOut").GetDouble(), 0, 1);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_holds_nothing_is_told()
    {
        var (exit, _, error) = Cli.Run("calibrate", folder);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("found no benchmark", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InvalidInput, Cli.Run("calibrate", Path.Combine(folder, "nowhere")).Exit);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told()
    {
        var (exit, _, error) = Cli.Run("calibrate", Data, "--csv", Path.Combine(folder, "nowhere", "errors.csv"));
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
