using System.Text.Json;
using System.Xml.Linq;
using Plimsoll.Cli.Reports;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Tests.Reports;

public sealed class When_a_simulation_is_reported
{
    private static readonly SimulationRun Run = SyntheticRun.Day(4000);

    [Fact]
    public void The_page_is_whole_and_fetches_and_runs_nothing()
    {
        var page = SimulationPage.Write(Run);
        var body = XDocument.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..]
            .Replace("</body>\n</html>\n", "", StringComparison.Ordinal));
        Assert.Empty(body.Descendants("script"));
        Assert.DoesNotContain("http", page.Replace("docs/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var ids = body.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(
            body.Descendants("svg").Where(s => s.Attribute("role") is not null),
            svg => Assert.All(svg.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids)));
    }

    [Fact]
    public void The_same_simulation_gives_the_same_bytes()
    {
        var again = SyntheticRun.Day(4000);
        Assert.Equal(SimulationPage.Write(Run), SimulationPage.Write(again));
        Assert.Equal(SimulationJson.Write(Run), SimulationJson.Write(again));
    }

    [Fact]
    public void Json_says_what_was_measured()
    {
        var root = JsonDocument.Parse(SimulationJson.Write(Run)).RootElement;
        var total = root.GetProperty("total");
        Assert.Equal("plimsoll.simulation/1", root.GetProperty("format").GetString());
        Assert.Equal(Run.Report.Total.Count, total.GetProperty("requests").GetInt64());
        Assert.Equal(
            Run.Report.Total.Count, total.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt64()));
        Assert.Equal(
            Run.Report.Total.Ttft.Quantile(0.99).Seconds,
            total.GetProperty("ttft").GetProperty("p99Seconds").GetDouble());
        Assert.Equal(Run.Report.Series.Length, root.GetProperty("series").GetProperty("arrived").GetArrayLength());
    }

    [Fact]
    public void Tables_name_every_class_plan_pool_and_limit()
    {
        using var text = new StringWriter();
        SimulationTables.Write(Run, Terminal.Open(text));
        var written = text.ToString();
        Assert.All(
            SyntheticRun.Classes.Concat(SyntheticRun.Groups).Append("opus ITPM").Append("tpu7x"),
            name => Assert.Contains(name, written, StringComparison.Ordinal));
        Assert.DoesNotContain("…", written, StringComparison.Ordinal);
        Assert.All(written.Split('\n'), line => Assert.True(line.Length <= 116, line));
    }

    [Fact]
    public void Rows_quote_what_holds_commas_and_give_times_to_the_nanosecond()
    {
        using var text = new StringWriter();
        SyntheticRun.Day(200, text);
        var lines = text.ToString().Split("\r\n");
        Assert.Equal(202, lines.Length);
        Assert.Contains(lines, line => line.Contains(",\"Team, standard\",", StringComparison.Ordinal));

        using var one = new StringWriter();
        var record = new RequestRecord
        {
            Arrival = new() { Id = 3, At = new Instant(1), Input = 5, Output = 2, Account = -1, Session = -1 },
            Outcome = RequestOutcome.Finished,
            Scheduled = new Instant(1),
            FirstToken = new Instant(2_000_000_001),
            Ended = new Instant(3_000_000_004),
            Produced = 2,
        };
        new RequestsCsv(one, default, ["a \"b\""], ["c"]).Write(record);
        Assert.Equal(
            "3,0.000000001,5,2,0,0.000000001,2.000000001,3.000000004,0,finished,3.000000004,\"a \"\"b\"\"\",c,"
            + "-1,-1,0,2,,0,2,1.000000003,3.000000003,0\r\n",
            one.ToString());
    }

    [Fact]
    public void Progress_says_nothing_where_nobody_watches()
    {
        using var text = new StringWriter();
        var progress = new SimulationProgress(Terminal.Open(text), TimeProvider.System);
        var calls = progress.Run(default, Instant.FromUnixSeconds(60), tell =>
        {
            tell(Instant.FromUnixSeconds(30), 10);
            return 1;
        });
        Assert.Equal((1, ""), (calls, text.ToString()));
        Assert.Equal("30 s simulated, 1,000 requests, 500/s",
            SimulationProgress.Text(Duration.FromSeconds(30), 1000, TimeSpan.FromSeconds(2)));
    }
}
