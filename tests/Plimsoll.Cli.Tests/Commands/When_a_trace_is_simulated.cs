using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_a_trace_is_simulated
{
    private static readonly string[] small = ["simulate", "--scale", "1:4000"];

    [Fact]
    public void Its_requests_are_served_to_the_end_instead_of_those_of_users()
    {
        var json = Run("--trace", Sample("azure.csv"), "--class", "haiku");
        var total = json.GetProperty("total");
        Assert.Equal(1, json.GetProperty("groups").GetArrayLength());
        Assert.Equal("trace", json.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.Equal(Count(total), Count(total, "finished"));
        Assert.InRange(Count(total), 30, 40);
        Assert.Contains(
            "--trace", json.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Prefixes_that_it_names_are_found_in_the_caches_of_replicas()
    {
        var named = Run("--trace", Sample("mooncake.jsonl"), "--class", "sonnet");
        Assert.True(named.GetProperty("total").GetProperty("cachedTokens").GetInt64() > 0);
        var unnamed = Run("--trace", Sample("azure.csv"), "--class", "sonnet");
        Assert.Equal(0, unnamed.GetProperty("total").GetProperty("cachedTokens").GetInt64());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        string[] options = ["--trace", Sample("mooncake.jsonl"), "--class", "opus", "--rate", "5/s", "--json"];
        Assert.Equal(Cli.Run([.. small, .. options]), Cli.Run([.. small, .. options]));
    }

    [Fact]
    public void A_tier_limits_each_of_its_accounts()
    {
        // Two accounts ask 100 times each within a minute; a tier lets each ask 50 times.
        var path = Path.GetTempFileName();
        File.WriteAllLines(path, ["#plimsoll-trace/1", "arrival_ns,account,input,output", .. Enumerable.Range(0, 200)
            .Select(i => $"{i}00000000,{(i % 2 == 0 ? 4 : 7)},10,10")]);
        string[] options = ["--trace", path, "--class", "haiku"];
        var free = Run(options).GetProperty("total");
        var limited = Run([.. options, "--plan", "tier-1"]);
        File.Delete(path);
        Assert.Equal(Count(free), Count(free, "finished"));
        Assert.Equal("tier-1", limited.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.Equal("tier-1/haiku/requests", limited.GetProperty("refusals")[0].GetProperty("limit").GetString());
        Assert.InRange(Count(limited.GetProperty("total"), "limited"), 60, 100);
    }

    [Fact]
    public void Copies_that_bring_it_to_a_rate_have_accounts_of_their_own()
    {
        var total = Run("--trace", Sample("servegen.csv"), "--class", "haiku", "--plan", "tier-1", "--rate", "9000/s");
        Assert.True(Count(total.GetProperty("total")) > 40);
    }

    [Theory]
    [InlineData("--class: found requests of no class in ", "--trace", "vidur.csv")]
    [InlineData("--class: found requests of class 'ChatGPT', class 'GPT-4' in ", "--trace", "burstgpt.csv")]
    [InlineData("--class: found 'big', expected one of haiku, opus, sonnet.", "--trace", "vidur.csv", "--class", "big")]
    [InlineData("--plan: found 'x', expected one of ", "--trace", "servegen.csv", "--class", "opus", "--plan", "x")]
    [InlineData("--plan: found no account in ", "--trace", "vidur.csv", "--class", "opus", "--plan", "pro")]
    [InlineData("--trace: found none beside --class opus, expected one.", "--class", "opus")]
    [InlineData("found the columns arrived_at", "--trace", "vidur.csv", "--class", "opus", "--format", "azure-llm")]
    public void What_cannot_be_served_is_told(string expected, params string[] options)
    {
        var (exit, _, error) = Cli.Run(
            [.. small, .. options.Select(option => option.Contains('.') ? Sample(option) : option)]);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static string Sample(string name) => When_traces_are_looked_at.Sample(name);

    private static JsonElement Run(params string[] options)
    {
        var (exit, output, error) = Cli.Run([.. small, .. options, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static long Count(JsonElement requests, string? outcome = null) => outcome is null
        ? requests.GetProperty("requests").GetInt64()
        : requests.GetProperty("outcomes").GetProperty(outcome).GetInt64();
}
