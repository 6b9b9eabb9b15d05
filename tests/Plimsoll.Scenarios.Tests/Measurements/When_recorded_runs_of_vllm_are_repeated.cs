using System.Text.RegularExpressions;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Scenarios.Tests.Measurements;

public sealed class When_recorded_runs_of_vllm_are_repeated : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vllm").FullName;

    [Theory]
    [InlineData(VllmFixture.Dense, 0.0055, 0.0205, 0.0162, 182)]
    [InlineData(VllmFixture.Experts, 0.0127, 0.1459, 0.0142, 0)]
    public void Errors_are_those_that_are_stated(
        string name, double endToEnd, double firstToken, double perToken, int preemptions)
    {
        var replay = RecordedReplay.Of(Read(VllmFixture.PathOf(name)));

        var metrics = ReplayComparison.Of(replay).Metrics;
        Assert.Equal([endToEnd, firstToken, perToken], metrics.Select(metric => Math.Round(metric.Ours.Mean, 4)));
        Assert.All(metrics, metric => Assert.Equal(300, metric.Requests));
        Assert.Equal(preemptions, replay.Requests.Sum(request => request.Preemptions));
        Assert.True(metrics[0].Ours.Mean < metrics[0].Other!.Mean, "end to end");
        Assert.True(metrics[1].Ours.Mean < metrics[1].Other!.Mean, "to first token");
    }

    [Theory]
    [InlineData(VllmFixture.Dense)]
    [InlineData(VllmFixture.Experts)]
    public void A_replay_is_the_same_every_time(string name)
    {
        var run = Read(VllmFixture.PathOf(name));
        var (first, second) = (RecordedReplay.Of(run), RecordedReplay.Of(run));
        Assert.Equal(
            first.Requests.Select(request => (request.Queued, request.FirstToken, request.LastToken)),
            second.Requests.Select(request => (request.Queued, request.FirstToken, request.LastToken)));
        Assert.Equal(first.States, second.States);
    }

    [Fact]
    public void Plain_files_are_read_like_compressed_ones()
    {
        VllmFixture.Unpack(VllmFixture.Experts, folder);
        Assert.Equal(
            RecordedReplay.Of(Read(VllmFixture.PathOf(VllmFixture.Experts))).States,
            RecordedReplay.Of(Read(folder)).States);
    }

    [Fact]
    public void Accelerators_that_split_each_layer_take_longer_for_what_they_tell_each_other()
    {
        VllmFixture.Unpack(VllmFixture.Dense, folder);
        Directory.Move(Path.Combine(folder, "profile", "tp1"), Path.Combine(folder, "profile", "tp2"));
        Replace("meta.json", "\"meta-llama/Llama-3.1-8B\"", "\"Qwen/Qwen3-32B\"");
        Replace("meta.json", "\"tensor_parallel_size\": 1", "\"tensor_parallel_size\": 2");
        var slow = Read(folder);
        Replace("config.json", "\"link_bw\": 16", "\"link_bw\": 160");
        var fast = Read(folder);

        Assert.Equal((2, 64), (slow.Kernels.TensorParallel, slow.Kernels.Layers));
        Assert.Equal((16e9, 1), (slow.Kernels.LinkBytesPerSecond, slow.Kernels.LinkLatency));
        Assert.True(
            RecordedReplay.Of(slow).Requests.Sum(request => request.LastToken)
            > RecordedReplay.Of(fast).Requests.Sum(request => request.LastToken));
    }

    /// <summary>The share of memory in that recording was chosen to give the blocks that vLLM had.</summary>
    [Fact]
    public void Blocks_that_were_not_recorded_follow_from_memory_in_GiB()
    {
        VllmFixture.Unpack(VllmFixture.Dense, folder);
        Assert.Equal((2587, true), Blocks());
        Replace("meta.json", "\"num_gpu_blocks\": 2588", "\"num_gpu_blocks\": null");
        Assert.Equal((2587, false), Blocks());
        Replace("config.json", "\"mem_util\": 0.833919", "\"mem_bw\": 1008");
        Assert.Equal((3399, false), Blocks());

        (int, bool) Blocks() => Read(folder) is var run ? (run.Blocks, run.BlocksRecorded) : default;
    }

    [Fact]
    public void One_accelerator_with_recorded_blocks_needs_no_config()
    {
        VllmFixture.Unpack(VllmFixture.Dense, folder);
        File.Delete(Path.Combine(folder, "config.json"));
        Assert.Equal("NVIDIA GeForce RTX 4090", Read(folder).Hardware);
    }

    [Fact]
    public void Names_of_blocks_may_be_texts_and_whole_numbers_may_have_a_point()
    {
        VllmFixture.Unpack(VllmFixture.Dense, folder);
        var prefixes = Path.Combine(folder, "prefix_blocks16.jsonl");
        var numbers = File.ReadAllText(prefixes);
        var texts = Regex.Replace(numbers, @"(?<=hash_ids"": \[.*)\d+", "\"x$0\"");
        Assert.NotEqual(numbers, texts);
        File.WriteAllText(prefixes, texts);
        Replace("requests.csv", "\n0,2358,531,", "\n0,2358.0,531.0,");
        Assert.Equal(LastTokens(VllmFixture.PathOf(VllmFixture.Dense)), LastTokens(folder));

        static IEnumerable<double> LastTokens(string path) =>
            RecordedReplay.Of(Read(path)).Requests.Select(request => request.LastToken);
    }

    [Fact]
    public void A_model_goes_by_its_name_with_or_without_what_follows_it()
    {
        Assert.Equal(KernelModel.Known["Qwen/Qwen3-30B-A3B"], KernelModel.Find("Qwen/Qwen3-30B-A3B-Instruct-2507"));
        Assert.Equal(KernelModel.Known["Qwen/Qwen3-32B"], KernelModel.Find("qwen/qwen3-32b"));
        var llama = KernelModel.Known["meta-llama/Llama-3.1-8B"];
        Assert.Equal(llama, KernelModel.Find("meta-llama/Meta-Llama-3.1-8B-Instruct"));
        Assert.Equal(llama, KernelModel.Find("/models/Llama-3.1-8B/"));
        Assert.Null(KernelModel.Find("Qwen/Qwen3-8Bx"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static RecordedRun Read(string path)
    {
        var run = RecordedRun.Read(path, out var wrong);
        Assert.True(run is not null, string.Join('\n', wrong));
        return run;
    }

    private void Replace(string file, string found, string other)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(found, other, StringComparison.Ordinal));
    }
}
