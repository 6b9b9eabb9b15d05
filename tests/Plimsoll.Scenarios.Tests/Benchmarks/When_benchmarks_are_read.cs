using Plimsoll.Scenarios.Benchmarks;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Tests.Benchmarks;

public sealed class When_benchmarks_are_read : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public void A_run_of_vLLM_is_offered_a_rate_and_computes_a_prompt_once()
    {
        data.WriteRun("one", "meta-llama/Llama-2-70b-hf");
        var runs = Read().Benchmarks.Runs;
        Assert.Equal(2, runs.Count);
        var (first, second) = (runs[0], runs[1]);
        Assert.Equal(("llama-2-70b", "h100"), (first.Model, first.Accelerator.Name));
        Assert.Equal(("vllm", 2), (first.Engine, first.Width));
        Assert.Equal((null, 10.0, 128), (first.Batch, first.Rate, first.MaxSequences));
        Assert.Equal(8 + (45 / 450.0 * 500), first.Traffic.Input, 1e-9);
        Assert.Equal((8.0, 500.0, 248.0), (second.Traffic.Input, second.Traffic.Cached, second.Traffic.Output));
        Assert.Equal(
            [new(Metric.Ttft, 0.03), new(Metric.Tpot, 2.47 / 247), new(Metric.EndToEnd, 2.5)], first.Readings);
    }

    [Fact]
    public void A_run_that_does_not_keep_up_is_left_out_and_told()
    {
        data.WriteRun("one", "meta-llama/Llama-2-70b-hf", achieved: 9);
        data.WriteRun("two", "meta-llama/Llama-2-7b-hf", hardware: "hardware: A100-80GB");
        var folder = Read();
        Assert.All(folder.Benchmarks.Runs, run => Assert.Equal("a100", run.Accelerator.Name));
        Assert.Equal(["one stage 0: left out, the engine did not keep up",
            "one stage 1: left out, the engine did not keep up"], folder.Benchmarks.LeftOut);
    }

    [Fact]
    public void A_stage_in_which_nothing_succeeded_is_left_out_and_told()
    {
        data.WriteRun("one", "meta-llama/Llama-2-70b-hf");
        data.Write("vllm-ground-truth/one/results/stage_1_lifecycle_metrics.json",
            """{ "load_summary": { "requested_rate": 10.0 }, "successes": { "count": 0, "latency": null } }""");
        var folder = Read();
        Assert.Single(folder.Benchmarks.Runs);
        Assert.Equal(["one stage 1: left out, no request succeeded"], folder.Benchmarks.LeftOut);
    }

    [Theory]
    [InlineData("NVIDIA H100 80GB HBM3", "h100")]
    [InlineData("H100-SXM-80GB", "h100")]
    [InlineData("NVIDIA A100-SXM4-80GB", "a100")]
    [InlineData("NVIDIA L40S", "l40s")]
    [InlineData("NVIDIA GB200 NVL72", "gb200")]
    public void An_accelerator_goes_by_the_name_that_its_driver_prints(string printed, string name)
    {
        data.Write("mlenergy_v3_llm_configs.csv", DataFolder.MlEnergyHead,
            $"lm-arena-chat,mistralai/Mistral-Nemo-Instruct-2407,{printed},bfloat16,1.0,1.0,64,600,2400,320,25");
        Assert.Equal(name, Assert.Single(Read().Benchmarks.Runs).Accelerator.Name);
    }

    [Fact]
    public void What_is_added_beside_the_data_may_be_written_as_the_data_write_it()
    {
        data.Write("models.csv",
            "name,ids,parameters_bn,active_bn,layers,experts,routed,attention_width,cache_values,windowed_values,"
            + "window,state_values", "rocket,acme/Rocket-9B,9,9,36,1,1,4096,73728,0,0,0");
        data.Write("accelerators.csv",
            "name,ids,title,bf16_tflops,fp8_tflops,fp4_tflops,memory_gb,bandwidth_tb_s,scale_up,tdp_w",
            "h100-pcie,NVIDIA H100 PCIe,H100 PCIe,756,1513,0,80,2.0,1,350");
        data.Write("mlenergy_v3_llm_configs.csv", DataFolder.MlEnergyHead,
            "lm-arena-chat,acme/Rocket-9B,NVIDIA H100 PCIe,bfloat16,1,1,64,600,2400,320,25");
        var run = Assert.Single(Read().Benchmarks.Runs);
        Assert.Equal(("rocket", "h100-pcie"), (run.Model, run.Accelerator.Name));
    }

    [Fact]
    public void Clients_of_InferenceX_are_the_batch_and_precision_is_that_of_weights_and_cache()
    {
        data.Write("silicon/inferencex_sample.csv", DataFolder.InferenceXHead,
            "vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,h200_sxm,fp8,agg,8192,1024,16,4,1,1,4,1,550,20",
            "vllm,0.12.0,Qwen/Qwen3-32B,h100_sxm,,agg,1024,128,8,2,1,,1,1,154,18");
        var runs = Read().Benchmarks.Runs;
        var (mixture, dense) = (runs[0], runs[1]);
        Assert.Equal((16.0, 4, true, 1), (mixture.Batch!.Value, mixture.Width, mixture.Mixture, mixture.StepsAhead));
        Assert.Equal((1.0, 126_976.0), (mixture.Shape.BytesPerWeight, mixture.Shape.KvPerToken.Bytes));
        Assert.Equal(1979e12, mixture.Accelerator.Compute.FlopsPerSecond);
        Assert.Equal(("vllm<0.14", 0, false), (dense.Engine, dense.StepsAhead, dense.Mixture));
        Assert.Equal((2.0, 262_144.0), (dense.Shape.BytesPerWeight, dense.Shape.KvPerToken.Bytes));
        Assert.Equal(989e12, dense.Accelerator.Compute.FlopsPerSecond);
        Assert.Equal([new(Metric.Ttft, 0.55), new(Metric.Tpot, 0.02)], mixture.Readings);
    }

    [Fact]
    public void What_the_model_does_not_cover_is_left_out_and_told()
    {
        data.Write("inferencex_sample.csv", DataFolder.InferenceXHead,
            "vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,h200_sxm,fp8,agg,8192,1024,16,4,1,1,4,1,550,20",
            "vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,h200_sxm,fp8,disagg,8192,1024,16,4,1,1,4,1,550,20",
            "vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,h200_sxm,fp8,agg,8192,1024,16,4,2,1,4,1,550,20",
            "vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,h200_sxm,fp8,agg,8192,1024,9999,4,1,1,4,1,550,20");
        var folder = Read();
        Assert.Single(folder.Benchmarks.Runs);
        Assert.Contains(folder.Benchmarks.LeftOut, left => left.Contains("2 rows left out", StringComparison.Ordinal));
        Assert.Contains(folder.Benchmarks.LeftOut, left => left.Contains("1 run left out", StringComparison.Ordinal));
    }

    [Fact]
    public void ML_ENERGY_gives_rates_gaps_and_watts_of_one_accelerator()
    {
        data.Write("mlenergy_v3_llm_configs.csv", DataFolder.MlEnergyHead,
            "lm-arena-chat,Qwen/Qwen3-235B-A22B-Instruct-2507-FP8,H100,fp8,8,1,64,600,2400,3200,25",
            "sourcegraph-fim,Qwen/Qwen3-8B,H100,bfloat16,1,1,64,600,2400,3200,25");
        var run = Assert.Single(Read().Benchmarks.Runs);
        Assert.Equal(("qwen3-235b-a22b", 8, 64.0), (run.Model, run.Width, run.Batch!.Value));
        Assert.Equal(
            [new(Metric.TokensPerSecond, 2400), new(Metric.Watts, 400), new(Metric.Itl, 0.025)], run.Readings);
    }

    [Fact]
    public void A_third_of_the_dense_models_and_of_the_mixtures_is_held_back_by_the_hash_of_its_name()
    {
        data.Write("mlenergy_v3_llm_configs.csv",
        [
            DataFolder.MlEnergyHead,
            .. new[]
            {
                "Qwen/Qwen3-8B", "Qwen/Qwen3-14B", "meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen3-30B-A3B",
                "openai/gpt-oss-20b",
            }.Select(model => $"lm-arena-chat,{model},H100,bfloat16,1,1,8,600,2400,3200,25"),
        ]);
        Assert.Equal(["llama-3.1-8b"], Read().HeldBack);
    }

    [Fact]
    public void A_model_or_accelerator_that_is_added_beside_the_data_is_known()
    {
        data.Write("mlenergy_v3_llm_configs.csv", DataFolder.MlEnergyHead,
            "lm-arena-chat,acme/Rocket-9B-Instruct,X1,bfloat16,1,1,8,600,2400,3200,25");
        data.Write("models.csv", "name,ids,parameters_bn,active_bn,layers,experts,routed,attention_width,cache_values,"
            + "windowed_values,window,state_values", "rocket-9b,rocket-9b,9,9,40,1,1,4096,80000,40000,1000,0");
        data.Write("accelerators.csv", "name,ids,title,bf16_tflops,fp8_tflops,fp4_tflops,memory_gb,bandwidth_tb_s,"
            + "scale_up,tdp_w", "x1,x1,X One,100,0,0,64,2,8,500");
        var run = Assert.Single(Read().Benchmarks.Runs);
        Assert.Equal(("rocket-9b", "x1", 9e9), (run.Model, run.Accelerator.Name, run.Shape.Parameters));
        Assert.Equal(120_000 * 2, run.Shape.KvPerToken.Bytes, 1e-6);
    }

    public void Dispose() => data.Dispose();

    private BenchmarkFolder Read()
    {
        var folder = BenchmarkFolder.Read(data.Path, out var wrong);
        Assert.Empty(wrong);
        return folder!;
    }
}
