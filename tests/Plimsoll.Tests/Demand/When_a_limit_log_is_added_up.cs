using System.Text;
using Plimsoll.Demand;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Demand;

public class When_a_limit_log_is_added_up
{
    private const string Scopes = """
        {"at":"2026-05-05T00:00:00Z","event":"book_opened","format":"plimsoll.limit-log/1"}
        {"at":"2026-05-05T00:00:00Z","event":"scope_added","scope":"acme","level":"organization","sets":["tier-1"]}
        {"at":"2026-05-05T00:00:00Z","event":"scope_added","scope":"acme/ann","level":"seat","sets":["small","pro"]}
        {"at":"2026-05-05T00:00:00Z","event":"scope_added","scope":"acme/ci","level":"seat","sets":["small"]}

        """;

    [Fact]
    public void Requests_count_in_the_hour_in_which_they_ask_on_the_nearest_plan()
    {
        var (usage, unknown) = Of(
            Asked("09:59:59", "a", "acme/ann"),
            Asked("09:59:59", "b", "acme/ci"),
            """{"at":"2026-05-05T10:30:00Z","event":"request_settled","request":"a","usage":"""
            + """{"input":5,"cache_write":7,"cache_write_long":1,"cache_read":100,"output":9}}""",
            """{"at":"2026-05-05T10:31:00Z","event":"request_settled","request":"b","usage":{"input":2,"output":3}}""");

        Assert.Equal(0, unknown);
        var hour = Instant.FromDate(new DateOnly(2026, 5, 5)) + Duration.FromHours(9);
        Assert.Equal(
            [
                new HourUsage(hour, "acme", "pro", "opus", 1) { Input = 13, Cached = 100, Output = 9 },
                new HourUsage(hour, "acme", "tier-1", "opus", 1) { Input = 2, Output = 3 },
            ],
            usage);
    }

    [Fact]
    public void What_was_refused_or_released_counts_nothing_and_what_was_only_reported_counts()
    {
        var (usage, unknown) = Of(
            Asked("09:00:00", "a", "acme/ann"),
            Asked("09:00:00", "b", "acme/ann"),
            Asked("09:00:00", "c", "acme/ann"),
            Asked("09:00:00", "d", "acme/ann", "not_included"),
            """{"at":"2026-05-05T09:01:00Z","event":"usage_reported","request":"a","usage":{"input":4,"output":2}}""",
            """{"at":"2026-05-05T09:02:00Z","event":"request_released","request":"b"}""");

        Assert.Equal(1, unknown);
        Assert.Equal((1.0, 4.0, 2.0), (Assert.Single(usage).Requests, usage[0].Input, usage[0].Output));
    }

    private static (System.Collections.Immutable.ImmutableArray<HourUsage> Usage, int Unknown) Of(
        params string[] events)
    {
        var (log, problems) = LimitLog.Read(Encoding.UTF8.GetBytes(Scopes + string.Join('\n', events) + "\n"));
        Assert.Empty(problems);
        return RecordedUsage.Of(log, (_, set) => set is "pro" or "tier-1");
    }

    private static string Asked(string time, string name, string scope, string decision = "admitted") =>
        $$"""
        {"at":"2026-05-05T{{time}}Z","event":"request_asked","request":"{{name}}","scope":"{{scope}}",
        """.TrimEnd()
        + $$"""
        "class":"opus","estimate":{"input":1,"output":1},"decision":"{{decision}}"}
        """;
}
