using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_limits_are_shown
{
    private static readonly string shipped = When_limits_are_replayed.Shipped;

    [Fact]
    public void Every_limit_of_the_path_is_shown()
    {
        var shown = Show("--scope", "acme/ci");
        var limits = shown.GetProperty("limits").EnumerateArray().ToList();

        Assert.Equal(
            ["requests", "input_tokens", "output_tokens"],
            limits.Where(limit => limit.GetProperty("name").GetString() == "opus").Select(Kind));
        Assert.All(limits, limit => Assert.Equal("acme", limit.GetProperty("scope").GetString()));
        Assert.All(limits, limit => Assert.Equal("tier-1", limit.GetProperty("set").GetString()));
    }

    [Fact]
    public void They_are_those_of_the_instant_that_is_asked_for()
    {
        var before = Session(Show("--scope", "alice", "--at", "2026-05-05T12:00:00Z"));
        var within = Session(Show("--scope", "alice", "--at", "2026-05-05T14:00:00Z"));
        var after = Session(Show("--scope", "alice", "--at", "2026-05-05T23:00:00Z"));

        Assert.Equal(0, Taken(before));
        Assert.True(Taken(within) > 0);
        Assert.Equal("2026-05-05T18:00:00Z", within.GetProperty("resetsAt").GetString());
        Assert.Equal(0, Taken(after));
    }

    [Fact]
    public void The_table_names_the_changes_in_force()
    {
        var (exit, output, error) = Cli.Run("limits", "show", shipped, "--scope", "bob");

        Assert.Equal("", error);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("In force: ", output, StringComparison.Ordinal);
        Assert.Contains("seat bob", output, StringComparison.Ordinal);
        Assert.Contains("max-5x session", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bobb", null, "nearest: 'bob'")]
    [InlineData("bob", "2026-05-04T00:00:00Z", "--at: 'bob' is added later than that")]
    [InlineData("bob", "yesterday", "--at: found 'yesterday'; expected a UTC instant")]
    [InlineData("/", null, "--scope: found '/'; expected 1 to 4 names")]
    public void A_wrong_option_says_what_was_expected(string scope, string? at, string expected)
    {
        var (exit, _, error) = Cli.Run(
            ["limits", "show", shipped, "--scope", scope, .. at is null ? Array.Empty<string>() : ["--at", at]]);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static JsonElement Show(params string[] options)
    {
        var (exit, output, error) = Cli.Run(["limits", "show", shipped, .. options, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static JsonElement Session(JsonElement shown) => shown.GetProperty("limits").EnumerateArray()
        .Single(limit => Kind(limit) == "session");

    private static string Kind(JsonElement limit) => limit.GetProperty("kind").GetString()!;

    private static long Taken(JsonElement limit) =>
        limit.GetProperty("used").GetInt64() + limit.GetProperty("reserved").GetInt64();
}
