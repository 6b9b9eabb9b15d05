using Plimsoll.Scenarios.Benchmarks;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Tests.Benchmarks;

public sealed class When_profiles_are_written : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public void A_scenario_can_include_them_and_reads_what_was_fitted()
    {
        data.Write("mlenergy_v3_llm_configs.csv", DataFolder.MlEnergyHead,
            "lm-arena-chat,Qwen/Qwen3-8B,H100,bfloat16,1,1,8,600,900,400,8",
            "lm-arena-chat,Qwen/Qwen3-14B,H100,bfloat16,1,1,64,600,3000,500,20");
        var folder = BenchmarkFolder.Read(data.Path, out _)!;
        var study = Assert.Single(RegimeStudy.Of(folder.Benchmarks.Runs, folder.HeldBack));
        var shipped = Path.Combine(AppContext.BaseDirectory, "scenarios");
        foreach (var file in Directory.GetFiles(shipped, "*.yaml", SearchOption.AllDirectories))
            data.Write(Path.GetRelativePath(shipped, file), File.ReadAllText(file));
        var written = ProfileFile.Write(folder, [study], "the data's", new DateOnly(2026, 11, 29));
        data.Write("colossus-1/profiles.yaml", written);
        var scenario = Path.Combine(data.Path, "colossus-1", "scenario.yaml");
        File.WriteAllText(scenario, File.ReadAllText(scenario)
            .Replace("include:", "include:\n  - profiles.yaml", StringComparison.Ordinal));
        var loaded = ScenarioFile.Load(scenario);
        Assert.Empty(loaded is LoadResult.Rejected rejected ? rejected.Diagnostics : []);
        var spec = Assert.IsType<LoadResult.Loaded>(loaded).Document.Spec.Accelerators["h100-vllm-before-0.14-dense"];
        Assert.Equal(study.Fit.Calibration.Mbu.Fraction, spec.Calibration.Mbu.Value.Fraction, 0.001);
        Assert.Equal(study.Fit.Calibration.PerLayer.Seconds, spec.Calibration.PerLayer.Value.Seconds, 1e-8);
        Assert.Equal(study.Power!.Compute.Value, spec.Power.Compute.Value.Value, 0.6);
        Assert.Contains("Mean errors: ITL of ml.energy v3", written);
    }

    public void Dispose() => data.Dispose();
}
