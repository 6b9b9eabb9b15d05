using System.Text.Json;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_limits_are_replayed : IDisposable
{
    private const string Opened =
        """{"at":"2026-05-06T00:00:00Z","event":"book_opened","format":"plimsoll.limit-log/1"}""";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-");

    public static string Shipped { get; } =
        Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1", "limits-5-6-may-2026.jsonl");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void The_shipped_log_is_what_the_engine_decides_under_the_shipped_policy()
    {
        var made = ExampleLog.Write(Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1"));

        if (!File.Exists(Shipped) || made != File.ReadAllText(Shipped))
        {
            var copy = Path.Combine(AppContext.BaseDirectory, "limits-5-6-may-2026.jsonl");
            File.WriteAllText(copy, made);
            Assert.Fail($"The policy or the engine has changed: look at {copy}, and ship it if it is right.");
        }
    }

    [Fact]
    public void The_shipped_log_is_faithful()
    {
        var report = Replay(Shipped);

        Assert.True(report.GetProperty("isFaithful").GetBoolean());
        Assert.Equal(0, report.GetProperty("differences").GetArrayLength());
        Assert.False(report.GetProperty("total").TryGetProperty("other", out _));
        Assert.Equal(
            ["acme", "alice", "bob"],
            report.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("user").GetString()));
    }

    [Fact]
    public void Without_the_doubled_sessions_alice_would_have_been_stopped_on_6_May_as_well()
    {
        var report = Replay(Shipped, "--at", "2026-05-05", "--user", "alice");
        var alice = Assert.Single(report.GetProperty("users").EnumerateArray());

        Assert.True(Refused(alice, "other") > Refused(alice, "recorded"));
        var first = report.GetProperty("differences")[0];
        Assert.StartsWith("2026-05-06T", first.GetProperty("at").GetString(), StringComparison.Ordinal);
        Assert.Equal("admitted", first.GetProperty("recorded").GetProperty("outcome").GetString());
        Assert.Equal("session", first.GetProperty("instead").GetProperty("binding").GetProperty("kind").GetString());
    }

    [Fact]
    public void Without_the_reduction_of_peak_hours_nobody_would_have_been_stopped_on_5_May()
    {
        var report = Replay(Shipped, "--without-change", "peak-hours-reduction", "--user", "alice");

        Assert.True(report.GetProperty("assumed").GetInt64() > 0);
        Assert.Equal(0, Refused(report.GetProperty("total"), "other"));
    }

    [Fact]
    public void A_value_of_the_scenario_can_be_another()
    {
        var report = Replay(Shipped, "--set", "plans.pro.session=10k credits");

        Assert.True(Refused(report.GetProperty("total"), "other") > Refused(report.GetProperty("total"), "recorded"));
        Assert.Equal("with plans.pro.session=10k credits", report.GetProperty("other").GetString());
    }

    [Fact]
    public void The_tables_say_who_met_what_and_what_is_assumed()
    {
        var (exit, output, error) = Cli.Run(
            "limits", "replay", Shipped, "--without-change", "peak-hours-reduction");

        Assert.Equal("", error);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("Other: the same, without peak-hours-reduction", output, StringComparison.Ordinal);
        Assert.Contains("What the other policy decides in another way", output, StringComparison.Ordinal);
        Assert.Matches(@"Assumed: \d+ requests? that only the other policy admits used what was estimated\.", output);
        Assert.Contains("The log is faithful", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_users_and_differences_the_tables_show_the_most_refused_and_the_first()
    {
        var at = Instant.FromDate(new DateOnly(2026, 5, 6));
        var users = Enumerable.Range(0, 30).Select(user => ScopeName.Parse($"u{user}")).ToList();
        var log = Save(LimitLog.Write(
        [
            new BookOpened(at),
            .. users.Select(user => new ScopeAdded(at, user, ScopeLevel.Seat, ["pro"], at)),
            .. users.Select(user => new RequestAsked(at)
            {
                Request = $"of {user}",
                Scope = user,
                Class = "opus",
                Estimate = default,
                Decision = new RecordedDecision.NotIncluded(),
            }),
        ]));

        var (exit, output, error) = Cli.Run("limits", "replay", log, "--set", "plans.pro.session=1 credits");

        Assert.Equal("", error);
        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("The 20 that were refused most, of 30; --json lists all.", output, StringComparison.Ordinal);
        Assert.Contains("And 10 more; --json lists all.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_was_enforced_under_another_policy_is_called_unfaithful()
    {
        var log = Save(File.ReadAllText(Shipped).Replace("\"pro\"", "\"free\"", StringComparison.Ordinal));

        var (exit, output, _) = Cli.Run("limits", "replay", log);

        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("The log is not faithful", output, StringComparison.Ordinal);
        var report = Replay(log, ExitCode.NotSo);
        Assert.False(report.GetProperty("isFaithful").GetBoolean());
        Assert.Equal(
            Refused(Replay(Shipped).GetProperty("total"), "recorded"),
            Refused(report.GetProperty("total"), "recorded"));
    }

    [Fact]
    public void The_policy_of_one_date_may_have_been_enforced_all_the_time()
    {
        var made = ExampleLog.Write(
            Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1"), new DateOnly(2026, 5, 5));
        var log = Save(made);

        Assert.False(Replay(log, ExitCode.NotSo).GetProperty("isFaithful").GetBoolean());
        Assert.True(Replay(log, "--enforced-at", "2026-05-05").GetProperty("isFaithful").GetBoolean());
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_log_is_told_with_file_and_line()
    {
        var log = Save($$$"""
            {{{Opened}}}
            {"at":"2026-05-06T00:00:00Z","event":"scope_added","scope":"acme","levl":"seat","sets":[]}
            {"at":"2026-05-06T00:0
            """);

        var (exit, output, error) = Cli.Run("limits", "replay", log);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal("", output);
        Assert.Equal(
            $"{log}:2: level: is missing; expected one of: organization, workspace, seat, key\n"
            + $"{log}:2: levl: is no field of scope_added; nearest: 'level'; "
            + "fields: at, event, scope, level, sets, week_anchor\n"
            + $"{log}:3: the last line is cut off, as a writer that was stopped leaves it; delete the line\n"
            + "3 errors\n",
            error);
    }

    [Fact]
    public void Of_many_errors_the_first_are_told_and_all_are_counted()
    {
        var wrong = string.Join('\n', Enumerable.Range(0, 100).Select(one =>
            $$$"""{"at":"2026-05-06T00:00:00Z","event":"request_released","request":"r{{{one}}}"}"""));
        var log = Save($"{Opened}\n{wrong}\n");

        var (exit, _, error) = Cli.Run("limits", "replay", log);
        var lines = error.TrimEnd().Split('\n');

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal(22, lines.Length);
        Assert.StartsWith($"{log}:21: request: 'r19' was not admitted before", lines[19], StringComparison.Ordinal);
        Assert.Equal(["and 80 more", "100 errors"], lines[^2..]);
    }

    [Fact]
    public void What_does_not_fit_together_is_told_too()
    {
        var log = Save($$$"""
            {{{Opened}}}
            {"at":"2026-05-06T00:00:00Z","event":"request_settled","request":"r1","usage":{}}

            """);

        var (exit, _, error) = Cli.Run("limits", "replay", log);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal($"{log}:2: request: 'r1' was not admitted before\n1 error\n", error);
    }

    [Theory]
    [InlineData("--user", "alcie", "nearest: 'alice'; known: alice, bob, acme, acme/ci")]
    [InlineData("--user", "a//b", "expected 1 to 4 names joined by '/'")]
    [InlineData("--at", "6 May", "expected a date such as 2026-05-06")]
    [InlineData("--enforced-at", "6 May", "--enforced-at: found '6 May', expected a date such as 2026-05-06")]
    [InlineData("--without-change", "peak-hours", "--without-change: there is no change 'peak-hours'")]
    [InlineData("--set", "plans.por.session=1 credits", "nearest: 'plans.pro.session'")]
    [InlineData("--scenario", "gone", "there is no such file")]
    public void A_wrong_option_says_what_was_expected(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("limits", "replay", Shipped, option, value);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_is_not_there_is_an_error_of_the_input()
    {
        var (exit, _, error) = Cli.Run("limits", "replay", Path.Combine(directory.FullName, "gone.jsonl"));

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("gone.jsonl:1: ", error, StringComparison.Ordinal);
    }

    private string Save(string text)
    {
        var file = Path.Combine(directory.FullName, "log.jsonl");
        File.WriteAllText(file, text);
        return file;
    }

    private static JsonElement Replay(string log, params string[] options) => Replay(log, ExitCode.Ok, options);

    private static JsonElement Replay(string log, int expected, params string[] options)
    {
        var (exit, output, error) = Cli.Run(["limits", "replay", log, .. options, "--json"]);
        Assert.True(exit == expected, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static long Refused(JsonElement outcomes, string policy) =>
        outcomes.GetProperty(policy).GetProperty("refused").GetInt64();
}
