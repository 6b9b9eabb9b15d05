using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_traces_are_looked_at : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll").FullName;

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "traces", name);

    [Fact]
    public void It_tells_rates_bursts_lengths_and_shared_prefixes()
    {
        var (exit, output, error) = Cli.Run("trace", "inspect", Sample("mooncake.jsonl"));
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains("24 requests in 3 s, 8/s.", output, StringComparison.Ordinal);
        Assert.Contains("prompt blocks of 512 tokens", output, StringComparison.Ordinal);
        Assert.Contains("of them seen before: a cache without bound would hold", output, StringComparison.Ordinal);
        Assert.Contains("Arrivals in each", output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_accounts_and_classes_and_what_was_moved_or_left_out()
    {
        var (_, output, _) = Cli.Run("trace", "inspect", Sample("servegen.csv"));
        Assert.Contains("Its instants begin at -18 h; that is zero here.", output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ accounts: the first 1% make", output);
        (_, output, _) = Cli.Run("trace", "inspect", Sample("burstgpt.csv"));
        Assert.Contains("1 requests without a prompt or an answer were left out.", output, StringComparison.Ordinal);
        Assert.Matches(@"GPT-4\s+2\s+50%", output);
    }

    [Fact]
    public void Programs_read_the_same_as_JSON()
    {
        var json = Json(Sample("tracelab.csv"));
        Assert.Equal("plimsoll.trace/1", json.GetProperty("format").GetString());
        Assert.Equal("tracelab", json.GetProperty("form").GetString());
        Assert.Equal(8, json.GetProperty("requests").GetInt32());
        Assert.Equal(5, json.GetProperty("waiting").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("tailExponent").ValueKind);
        Assert.Equal(3, json.GetProperty("profile").EnumerateArray().Sum(count => count.GetInt32()));
    }

    [Fact]
    public void A_trace_can_be_cut_thinned_and_brought_to_a_rate()
    {
        var made = Generated("--rate", "20/s", "--hours", "0.5", "--turns", "3", "--users", "20");
        var part = Path.Combine(folder, "part.csv");
        Converted(made, part, "--from", "10min", "--to", "20min", "--thin", "1:2");
        Assert.Equal(20 * 600 / 2, Json(part).GetProperty("requests").GetInt32(), 600.0);
        Converted(made, part, "--rate", "50/s", "--seed", "3");
        Assert.Equal(50 * 1800, Json(part).GetProperty("requests").GetInt32(), 2000.0);
        var once = File.ReadAllText(part);
        Converted(made, part, "--rate", "50/s", "--seed", "3");
        Assert.Equal(once, File.ReadAllText(part));
        Converted(made, part, "--stretch", "2");
        Assert.Equal(Last(made) * 2, Last(part), 0.001);
    }

    [Fact]
    public void A_trace_is_made_up_as_it_is_asked_for()
    {
        var made = Generated(
            "--rate", "600/min", "--arrivals", "gamma:cv=2", "--profile", "day:depth=0.5,peak=0.5", "--input", "500:0",
            "--output", "80:0.5", "--system-prompts", "5", "--system-tokens", "128", "--users", "50");
        var json = Json(made);
        Assert.Equal(2, json.GetProperty("gapVariation").GetDouble(), 0.1);
        Assert.Equal(628, json.GetProperty("input").GetProperty("mean").GetDouble());
        Assert.Equal(80, json.GetProperty("output").GetProperty("mean").GetDouble(), 1.0);
        Assert.Equal(128 / 628.0, json.GetProperty("seenShare").GetDouble(), 0.001);
        Assert.Equal(50, json.GetProperty("accounts").GetInt32());

        // The first hour of a day that peaks in it has one and a half times its mean.
        Assert.Equal(10 * 3600 * 1.5, json.GetProperty("requests").GetInt32(), 2000.0);
    }

    [Fact]
    public void Lengths_can_be_those_of_another_trace()
    {
        var json = Json(Generated("--rate", "5/s", "--lengths-of", Sample("azure.csv")));
        Assert.Equal(
            Json(Sample("azure.csv")).GetProperty("input").GetProperty("max").GetInt32(),
            json.GetProperty("input").GetProperty("max").GetInt32());
    }

    [Fact]
    public void Lengths_cannot_be_those_of_a_trace_and_stated()
    {
        var (exit, _, error) = Cli.Run(
            "trace", "generate", Path.Combine(folder, "x.csv"), "--rate", "5/s", "--lengths-of", Sample("azure.csv"),
            "--output", "80:0.5");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.StartsWith("--lengths-of: found beside --output, expected one", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rate: found 'fast', expected a rate such as 10/s", "--rate", "fast")]
    [InlineData("--rate: found '0/s', expected a rate such as 10/s", "--rate", "0/s")]
    [InlineData("--arrivals: found 'gamma', expected poisson, or gamma:cv=X", "--rate", "1/s", "--arrivals", "gamma")]
    [InlineData("--profile: found '1,2', expected 24 weights", "--rate", "1/s", "--profile", "1,2")]
    [InlineData("--input: found '-3', expected MEAN or MEAN:SPREAD", "--rate", "1/s", "--input", "-3")]
    [InlineData("--turns: found '0.5', expected a number of 1 or more", "--rate", "1/s", "--turns", "0.5")]
    [InlineData("--think: found '5', expected a length of time", "--rate", "1/s", "--think", "5")]
    [InlineData("--users: found 'many', expected a whole number of 0", "--rate", "1/s", "--users", "many")]
    [InlineData("--lengths-of", "--rate", "1/s", "--lengths-of")]
    [InlineData("no conversation begins within --hours", "--rate", "1/h", "--turns", "1000000")]
    [InlineData("'--rate'")]
    public void What_cannot_be_made_up_is_told(string expected, params string[] options)
    {
        var (exit, _, error) = Cli.Run(["trace", "generate", Path.Combine(folder, "x.csv"), .. options]);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "x.csv")));
    }

    [Fact]
    public void Every_error_of_a_trace_is_printed_up_to_twenty()
    {
        var path = Path.Combine(folder, "wrong.csv");
        File.WriteAllText(path, "arrived_at,num_prefill_tokens,num_decode_tokens\n"
            + string.Concat(Enumerable.Repeat("1,x,1\n", 30)));
        var (exit, output, error) = Cli.Run("trace", "inspect", path);
        Assert.Equal((ExitCode.InvalidInput, ""), (exit, output));
        Assert.StartsWith($"{path}:2:3: num_prefill_tokens: found 'x'; expected", error, StringComparison.Ordinal);
        Assert.EndsWith("and 10 more\n30 errors\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_converted_is_told()
    {
        var (exit, _, error) = Cli.Run(
            "trace", "convert", Sample("vidur.csv"), Path.Combine(folder, "no", "x.csv"));
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("x.csv: ", error, StringComparison.Ordinal);
        (exit, _, error) = Cli.Run(
            "trace", "convert", Sample("vidur.csv"), Path.Combine(folder, "x.csv"), "--from", "2min", "--to", "60s");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("expected a later one", error, StringComparison.Ordinal);
        (exit, _, error) = Cli.Run(
            "trace", "convert", Sample("vidur.csv"), Path.Combine(folder, "x.csv"), "--from", "2h");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("found no request in what is kept of it", error, StringComparison.Ordinal);
        (exit, _, error) = Cli.Run(
            "trace", "convert", Sample("vidur.csv"), Path.Combine(folder, "x.csv"), "--rate", "5000/s");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("expected at most 400 times", error, StringComparison.Ordinal);
        (exit, _, error) = Cli.Run("trace", "inspect", Sample("vidur.csv"), "--format", "csv");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("mooncake", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_is_not_written_over_itself()
    {
        var path = Path.Combine(folder, "own.csv");
        File.Copy(Sample("vidur.csv"), path);
        var before = File.ReadAllText(path);
        var (exit, _, error) = Cli.Run("trace", "convert", path, Path.Combine(folder, ".", "own.csv"));
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.StartsWith($"trace, out: found {path} for each", error, StringComparison.Ordinal);
        (exit, _, error) = Cli.Run("simulate", "--trace", path, "--class", "opus", "--requests", path);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.StartsWith($"--trace, --requests: found {path} for each", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(path));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonElement Json(string path)
    {
        var (exit, output, error) = Cli.Run("trace", "inspect", path, "--json");
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static double Last(string path) => Json(path).GetProperty("lastSeconds").GetDouble();

    private static void Converted(string trace, string to, params string[] options)
    {
        var (exit, output, error) = Cli.Run(["trace", "convert", trace, to, .. options]);
        Assert.True(exit == ExitCode.Ok, error);
        Assert.EndsWith(" requests\n", output, StringComparison.Ordinal);
    }

    private string Generated(params string[] options)
    {
        var path = Path.Combine(folder, "made.csv.gz");
        var (exit, _, error) = Cli.Run(["trace", "generate", path, .. options]);
        Assert.True(exit == ExitCode.Ok, error);
        return path;
    }
}
