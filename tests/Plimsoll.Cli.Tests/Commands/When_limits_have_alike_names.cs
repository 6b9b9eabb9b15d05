using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>Two sets with limits of one name, overage with three caps, long names and odd periods.</summary>
public sealed class When_limits_have_alike_names : IDisposable
{
    private const string At = "2026-05-06T00:00:00Z";
    private const string User = "acme/research-and-development/bob";
    private const string Request = "0190c1f2-3c4d-7e8f-9a0b-1c2d3e4f5a6b";

    private const string Asked = $$"""
        {"at":"{{At}}","event":"request_asked","request":"{{Request}}","scope":"{{User}}","class":"opus",
        """ + """
        "estimate":{"input":300},"decision":"not_included"}
        """;

    private readonly ShuffledScenario copy = ShuffledScenario.Create("colossus-1");
    private readonly string scenario;
    private readonly string log;

    public When_limits_have_alike_names()
    {
        scenario = Save("alike.yaml", """
            include: [scenario.yaml]
            evidence: {kind: assumed, note: a test}
            limits:
              wide:
                rates:
                  calls: {period: 11 min, requests: 100}
                  slow: {period: 90 s, requests: 50}
                  daily: {period: 1 day, requests: 60}
                spend:
                  month: {period: month, limit: 1k USD}
                acceleration:
                  growth: {interval: 1 min, free: 1M tokens, growth: 2x}
              narrow:
                rates:
                  calls: {period: 1 min, requests: 10}
                spend:
                  month: {period: month, limit: 1 USD}
                overage: {daily: 2 USD, monthly: 5 USD, prepaid: true}
            """);
        log = Save("log.jsonl", $$"""
            {"at":"{{At}}","event":"book_opened","format":"plimsoll.limit-log/1"}
            {{Added("acme", "organization", "wide")}}
            {{Added("acme/research-and-development", "workspace", "wide")}}
            {{Added(User, "seat", "narrow")}}
            {{Asked}}

            """.ReplaceLineEndings("\n"));
    }

    public void Dispose() => copy.Dispose();

    [Fact]
    public void Periods_are_written_by_one_rule()
    {
        var shown = Show();

        Assert.Contains("wide calls, requests per 11 min\n", shown, StringComparison.Ordinal);
        Assert.Contains("wide slow, requests per 1 min 30 s\n", shown, StringComparison.Ordinal);
        Assert.Contains("wide daily, requests per d\n", shown, StringComparison.Ordinal);
        Assert.Contains("narrow calls, requests per min\n", shown, StringComparison.Ordinal);
        Assert.Contains("wide growth, tokens in 1 min\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caps_of_overage_are_told_apart()
    {
        var shown = Show();
        var (_, output, _) = Cli.Run(
            "limits", "show", log, "--scenario", scenario, "--scope", User, "--json");
        var caps = JsonDocument.Parse(output).RootElement.GetProperty("limits").EnumerateArray()
            .Where(limit => limit.TryGetProperty("cap", out _))
            .Select(limit => (limit.GetProperty("cap").GetString(), limit.GetProperty("limit").GetInt64()));

        Assert.Contains("narrow overage, USD by day\n", shown, StringComparison.Ordinal);
        Assert.Contains("narrow overage, USD by month\n", shown, StringComparison.Ordinal);
        Assert.Contains("narrow overage, USD of credit bought\n", shown, StringComparison.Ordinal);
        Assert.Equal([("day", 2_000_000), ("month", 5_000_000), ("credit", 0)], caps);
    }

    [Fact]
    public void The_highest_use_says_of_which_set_and_level_it_is()
    {
        var (_, output, _) = Cli.Run(
            "limits", "replay", log, "--scenario", scenario, "--set", "limits.narrow.rates.calls.requests=20");

        Assert.Matches(
            @"1% wide calls\s+requests of the\s+organization\s+1% wide calls\s+requests of the\s+workspace", output);
        Assert.Matches(@"10% narrow\s+calls requests\s", output);
        Assert.Matches(@" 5% narrow calls\s+requests\s", output);
    }

    [Fact]
    public void Words_and_names_stay_whole()
    {
        var (exit, output, error) = Cli.Run(
            "limits", "replay", log, "--scenario", scenario, "--set", "limits.narrow.rates.calls.requests=20");

        Assert.Equal("", error);
        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("recorded ", output, StringComparison.Ordinal);
        Assert.Contains("\n  acme/ ", output, StringComparison.Ordinal);
        Assert.Contains("research-and-development/", output, StringComparison.Ordinal);
        Assert.Contains(Request, output, StringComparison.Ordinal);
        Assert.Contains("not included\n", output, StringComparison.Ordinal);
        Assert.Contains("→ admitted\n", output, StringComparison.Ordinal);
    }

    private static string Added(string scope, string level, string set) =>
        $$"""{"at":"{{At}}","event":"scope_added","scope":"{{scope}}","level":"{{level}}","sets":["{{set}}"]}""";

    private string Show()
    {
        var (exit, output, error) = Cli.Run(
            "limits", "show", log, "--scenario", scenario, "--scope", User);
        Assert.True(exit == ExitCode.Ok, error);
        return output;
    }

    private string Save(string name, string text)
    {
        var file = Path.Combine(copy.Path, name);
        File.WriteAllText(file, text);
        return file;
    }
}
