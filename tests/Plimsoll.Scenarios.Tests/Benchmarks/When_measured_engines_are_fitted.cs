using Plimsoll.Scenarios.Benchmarks;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Tests.Benchmarks;

/// <summary>InferenceX's points of vLLM on H100 (Apache-2.0, the licence lies beside them).</summary>
public sealed class When_measured_engines_are_fitted
{
    [Fact]
    public void Times_between_tokens_are_near_and_first_tokens_are_roughly_so()
    {
        var folder = BenchmarkFolder.Read(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "inferencex"), out var wrong);
        Assert.Empty(wrong);
        var studies = RegimeStudy.Of(folder!.Benchmarks.Runs, new HashSet<string>());
        Assert.Equal(
            [new Regime("h100", "vllm", false), new Regime("h100", "vllm", true)],
            studies.Select(study => study.Regime));
        Assert.Equal(3, studies.SelectMany(study => study.Fitted).Count());
        Assert.All(studies.SelectMany(study => study.Errors), row => Assert.True(
            row.InSample < (row.Metric == Metric.Ttft ? 0.5 : 0.25), $"{row}"));
    }
}
