using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_limits_are_explained
{
    private static readonly string shipped = When_limits_are_replayed.Shipped;

    [Fact]
    public void A_refusal_names_every_limit_its_allowances_and_when_it_passes()
    {
        var asked = Explain(FirstRefused("session"));
        var limits = asked.GetProperty("limits").EnumerateArray().ToList();
        var session = limits[asked.GetProperty("binding").GetInt32()];

        Assert.False(asked.GetProperty("isAdmitted").GetBoolean());
        Assert.Equal("not_offered", asked.GetProperty("overage").GetString());
        Assert.Equal(["session", "week"], limits.Select(limit => limit.GetProperty("name").GetString()));
        Assert.All(limits, limit => Assert.Equal("pro", limit.GetProperty("set").GetString()));
        Assert.Equal("seat", session.GetProperty("level").GetString());
        Assert.Equal("alice", session.GetProperty("scope").GetString());
        Assert.False(session.GetProperty("hasRoom").GetBoolean());
        Assert.True(session.GetProperty("used").GetInt64() >= session.GetProperty("limit").GetInt64());
        Assert.Equal(
            ["peak-hours-reduction/session"],
            session.GetProperty("allowances").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(asked.GetProperty("retryAt").GetString(), session.GetProperty("passesAt").GetString());
        Assert.Equal(
            asked.GetProperty("recorded").GetProperty("retryAt").GetString(), asked.GetProperty("retryAt").GetString());
    }

    [Fact]
    public void A_refusal_reads_as_a_sentence()
    {
        var (exit, output, error) = Cli.Run("limits", "explain", shipped, "--request", FirstRefused("session"));

        Assert.Equal("", error);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(
            @"Refused by pro session, kept by seat alice: [\d,.]+ used and 0 reserved of 550,000; it has room only",
            output);
        Assert.Matches(
            @"The same request passes at \S+Z if nothing else happens, and not a nanosecond earlier\.", output);
    }

    [Fact]
    public void A_refusal_of_a_rate_says_what_has_to_be_left()
    {
        var (_, output, _) = Cli.Run("limits", "explain", shipped, "--request", FirstRefused("input_tokens"));

        Assert.Matches(@"Refused by tier-1 opus input tokens, kept by organization acme: [\d,]+ are left", output);
        Assert.Contains("the whole of 11,400 has to be.", output, StringComparison.Ordinal);
        Assert.Contains("used is what refill has not repaid yet", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_admission_says_what_is_left_after_it()
    {
        var asked = Explain("r001");
        var limit = asked.GetProperty("limits")[0];

        Assert.True(asked.GetProperty("isAdmitted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, asked.GetProperty("binding").ValueKind);
        Assert.Equal(
            limit.GetProperty("remaining").GetInt64() - limit.GetProperty("charge").GetInt64(),
            limit.GetProperty("remainingAfter").GetInt64());
        Assert.Contains("Admitted: every limit has room", asked.GetProperty("sentences")[0].GetString()!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_is_not_there_is_an_error_of_the_input()
    {
        var (exit, _, error) = Cli.Run("limits", "explain", shipped, "--request", "r0001");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal($"--request: {shipped} has no request 'r0001'; nearest: 'r001'\n", error);
    }

    [Fact]
    public void The_request_has_to_be_named()
    {
        var (exit, _, error) = Cli.Run("limits", "explain", shipped);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--request", error, StringComparison.Ordinal);
    }

    private static JsonElement Explain(string request)
    {
        var (exit, output, error) = Cli.Run("limits", "explain", shipped, "--request", request, "--json");
        Assert.True(exit == ExitCode.Ok, error);
        return Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("asked").EnumerateArray());
    }

    private static string FirstRefused(string kind) => File.ReadLines(shipped)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .First(one => one.TryGetProperty("binding", out var limit) && limit.GetProperty("kind").GetString() == kind)
        .GetProperty("request").GetString()!;
}
