using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Scenarios.Tests.Measurements;

public sealed class When_a_recorded_run_is_wrong : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vllm").FullName;

    public When_a_recorded_run_is_wrong() => VllmFixture.Unpack(VllmFixture.Experts, folder);

    [Fact]
    public void What_is_missing_is_named_all_at_once()
    {
        File.Delete(Path.Combine(folder, "requests.csv"));
        File.Delete(Path.Combine(folder, "profile", "tp1", "attention.csv"));
        File.Delete(Path.Combine(folder, "profile", "tp1", "moe.csv"));
        var wrong = Wrong();
        Assert.Equal(3, wrong.Length);
        Assert.All(wrong, line => Assert.Contains("found no such file", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("requests.csv", "\n3,697,", "\n3,x,", "requests.csv:5:1: input_tokens: found 'x'")]
    [InlineData("requests.csv", "real_queued_s", "queued", "requests.csv:1:1: found no column 'real_queued_s'")]
    [InlineData("timeseries.csv", "\n3.0,15664.0,769.0,34,", "\n3.0,15664.0,769.0,-1,", "timeseries.csv:4:1: running")]
    [InlineData("profile/tp1/dense.csv", "\nembedding,2,3.328", "\nembedding,2,0", "dense.csv:3:1: time_us: found 0")]
    [InlineData("profile/tp1/moe.csv", "\n2,8,56.1917", "\n2,8", "moe.csv:3:1: found 2 cells")]
    [InlineData("prefix_blocks16.jsonl", "{\"id\": 17,", "{\"id\": 17.5,", "prefix_blocks16.jsonl:1:1")]
    [InlineData("prefix_blocks16.jsonl", "{\"id\"", "{\"no\"", "prefix_blocks16.jsonl:1:1")]
    [InlineData("meta.json", "Qwen/Qwen3-30B-A3B", "Some/Model", "engine_kwargs.model: found 'Some/Model")]
    [InlineData("meta.json", "\"data_parallel_size\": 2", "\"data_parallel_size\": ", "this is not JSON")]
    public void It_is_refused_with_place_and_what_was_found(string file, string found, string other, string expected)
    {
        Replace(file, found, other);
        Assert.Contains(Wrong(), line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("meta.json", "\"tensor_parallel_size\": 1", "\"tensor_parallel_size\": 2", "experts of one rank")]
    [InlineData("meta.json", "enable_expert_parallel\": true", "enable_expert_parallel\": false", "share the experts")]
    [InlineData("meta.json", "Qwen/Qwen3-30B-A3B-Instruct-2507", "Qwen/Qwen3-32B", "nothing to do with each other")]
    [InlineData("config.json", "\"link_bw\": 16", "\"link_bw\": 0", "no link_bw")]
    [InlineData("config.json", "link_latency", "latency", "no link_latency")]
    [InlineData("meta.json", "\"seed\": 42", "\"speculative_config\": {}", "which guesses were right")]
    [InlineData("config.json", "\"mem_size\": 96", "\"mem_size\": 9", "num_gpu_blocks")]
    public void What_cannot_be_repeated_is_refused_with_the_reason(
        string file, string found, string other, string expected)
    {
        Replace(file, found, other);
        Assert.Contains(Wrong(), line => line.Contains(expected, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string[] Wrong()
    {
        Assert.Null(RecordedRun.Read(folder, out var wrong));
        return [.. wrong.Select(diagnostic => diagnostic.ToString())];
    }

    private void Replace(string file, string found, string other)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(found, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(found, other, StringComparison.Ordinal));
    }
}
