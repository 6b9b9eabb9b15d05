using Plimsoll.Scenarios.Benchmarks;

namespace Plimsoll.Scenarios.Tests.Benchmarks;

public sealed class When_benchmarks_are_wrong : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public void A_folder_without_any_names_what_could_be_there()
    {
        Assert.Contains("found no benchmark; expected a folder with at least one of vllm-ground-truth/, "
            + "silicon/inferencex_sample.csv, mlenergy_v3_llm_configs.csv", Assert.Single(Wrong()));
    }

    [Fact]
    public void An_unknown_model_is_refused_by_name_with_what_to_add_and_where()
    {
        var file = data.Write("mlenergy_v3_llm_configs.csv", DataFolder.MlEnergyHead,
            "lm-arena-chat,acme/Rocket-9B,H100,bfloat16,1,1,8,600,2400,3200,25");
        var wrong = Assert.Single(Wrong());
        Assert.StartsWith($"{file}:2:1: found the model 'acme/Rocket-9B', whose shape is not known", wrong);
        Assert.Contains($"to {Path.Combine(data.Path, "models.csv")}, from its config.json", wrong);
    }

    [Fact]
    public void An_unknown_accelerator_is_refused_by_name_with_what_to_add_and_where()
    {
        data.WriteRun("one", "meta-llama/Llama-2-7b-hf", hardware: "hardware: MI300X");
        var wrong = Assert.Single(Wrong());
        Assert.Contains("exp-config.yaml:4:1: found the accelerator 'MI300X', which is not known", wrong);
        Assert.Contains($"to {Path.Combine(data.Path, "accelerators.csv")}", wrong);
    }

    [Fact]
    public void Every_wrong_cell_is_told_with_its_line_and_column()
    {
        data.Write("inferencex_sample.csv", DataFolder.InferenceXHead,
            "vllm,0.19.0,Qwen/Qwen3-8B,h200,fp8,agg,1,1,1,1,1,1,1,1,550,20",
            "vllm,0.19.0,Qwen/Qwen3-8B,h200,fp9,agg,0,x,16,4,1,1,1,1,550,-1");
        var wrong = Wrong();
        Assert.Equal(4, wrong.Count);
        Assert.All(wrong, one => Assert.Contains("inferencex_sample.csv:3:1: ", one, StringComparison.Ordinal));
        Assert.Contains(wrong, one => one.EndsWith(
            "precision: found 'fp9'; expected bf16, fp8, fp4 or int4", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_with_too_few_cells_is_told()
    {
        data.Write("inferencex_sample.csv", DataFolder.InferenceXHead,
            "vllm,0.19.0,Qwen/Qwen3-8B,h200,fp8,agg,1,1,1,1,1,1,1,1,550,20",
            "vllm,0.19.0,Qwen/Qwen3-8B,h200,fp8,agg,1,1");
        Assert.Contains("inferencex_sample.csv:3:1: found 8 cells; expected 16", Assert.Single(Wrong()));
    }

    [Fact]
    public void A_run_without_results_or_with_less_than_is_needed_is_told()
    {
        data.WriteRun("one", "meta-llama/Llama-2-7b-hf");
        data.Write("vllm-ground-truth/one/results/stage_1_lifecycle_metrics.json", "{\"successes\": {\"count\": -1}}");
        data.Write("vllm-ground-truth/two/exp-config.yaml", "model: meta-llama/Llama-2-7b-hf");
        var wrong = Wrong();
        Assert.Contains(wrong, one => one.Contains(
            "successes.count: found '-1'; expected a number above 0", StringComparison.Ordinal));
        Assert.Contains(wrong, one => one.Contains(
            "successes.prompt_len.mean: found nothing; expected a number above 0", StringComparison.Ordinal));
        Assert.Contains(wrong, one => one.Contains("profile.yaml", StringComparison.Ordinal));
    }

    public void Dispose() => data.Dispose();

    private List<string> Wrong()
    {
        Assert.Null(BenchmarkFolder.Read(data.Path, out var wrong));
        return [.. wrong.Select(one => one.ToString())];
    }
}
