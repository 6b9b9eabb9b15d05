using Plimsoll.Demand;
using Plimsoll.Evidence;
using Plimsoll.Planning.Loads;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Loads;

namespace Plimsoll.Scenarios.Tests.Loads;

public sealed class When_a_load_is_measured : IDisposable
{
    private const string Head = "hour,class,requests,input,cached,output\n";
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-").FullName;

    [Fact]
    public void It_is_as_many_mean_requests_as_have_every_kind_of_token()
    {
        // Opus requests have 8000 tokens of input and 600 of output: 80k and 3k are ten requests and five.
        var load = Load(Head + "5,opus,7,80000,0,3000\n5,haiku,7,0,0,300\n");

        Assert.Equal(10 / 3600.0, load.Requests[(5 * 2) + 1], 12);
        Assert.Equal(1 / 3600.0, load.Requests[5 * 2], 12);
        Assert.Equal(11 / 3600.0, load.Requests.Sum(), 12);
        Assert.Null(load.MeasuredUnder);
    }

    [Fact]
    public void Hours_that_come_twice_are_averaged()
    {
        var load = Load(Head + "2026-05-04T05:00:00Z,opus,1,0,0,600\n2026-05-11T05:00:00Z,opus,1,0,0,1800\n");

        Assert.Equal(2 / 3600.0, load.Requests[(5 * 2) + 1], 12);
        Assert.Equal(load.Requests[(5 * 2) + 1], load.Requests.Sum());
    }

    [Fact]
    public void Only_rows_of_the_plans_of_its_groups_count_where_plans_are_told()
    {
        var load = Load("hour,plan,pool,class,requests,input,cached,output\n"
            + "5,pro,h100,opus,1,0,0,600\n5,pro,h200,opus,1,0,0,600\n5,free,h100,opus,1,0,0,600\n");

        Assert.Equal(2 / 3600.0, load.Requests.Sum(), 12);
    }

    [Fact]
    public void It_stands_for_a_multiple_of_itself_and_grows_from_its_date()
    {
        var (rows, ninety) = (Head + "5,opus,1,0,0,600\n", Math.Pow(10, 31 / 365.0));

        Assert.Equal(20 / 3600.0, Load(rows, "scale: 20x").Requests.Sum(), 12);
        Assert.Equal(1 / ninety / 3600.0, Load(rows, date: "2026-06-01").Requests.Sum(), 12);
    }

    [Fact]
    public void It_follows_limits_from_the_policy_of_its_date()
    {
        var document = Document(Head + "5,opus,1,0,0,600\n", "scale: 1x, follows-limits: true");
        var model = ServiceModelCompiler.Compile(document.Spec);

        var load = Assert.Single(model.Populations).Measured!;

        Assert.Equal(model.Timeline.At(SpecDay).EffectiveFrom, load.MeasuredUnder!.EffectiveFrom);
    }

    [Fact]
    public void It_counts_as_measured_evidence()
    {
        var input = Assert.Single(
            Document(Head + "5,opus,1,0,0,600\n").Inputs, input => input.Path == "demand.measured.ledger.scale");

        Assert.Equal(EvidenceKind.Measured, input.Provenance.Kind);
    }

    [Fact]
    public void What_a_demand_report_writes_is_read_as_the_same_load()
    {
        var small = ServiceModelCompiler.Compile(Scenario.Small().Spec);
        var report = DemandReport.Of(small, SpecDay);
        var file = Path.Combine(folder, "usage.csv.gz");
        UsageTable.Write(file, report.Usage());

        File.WriteAllText(Path.Combine(folder, "s.yaml"), Text("scale: 1x", "2026-05-01", "usage.csv"));
        var loaded = Scenario.Document(ScenarioFile.Load(Path.Combine(folder, "s.yaml")));
        var again = DemandReport.Of(ServiceModelCompiler.Compile(loaded.Spec), SpecDay);

        Assert.All(report.Total.Requests.Zip(again.Total.Requests), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Contains(again.Groups, group => group.Group.Name == "ledger");
    }

    [Theory]
    [InlineData("hour,clas,requests,input,cached,output\n1,opus,1,1,1,1\n",
        "usage.csv:1:1: found the columns hour, clas, requests, input, cached, output; expected class as well. "
        + "docs/reference/demand.md describes the form")]
    [InlineData(Head + "168,opus,1,1,1,1\n2026-05-04T00:30:00Z,opus,1,1,1,-1\n",
        "usage.csv:2:1: hour: found '168'; expected the begin of an hour such as 2026-05-06T14:00:00Z, or an hour of "
        + "the week from 0 to 167",
        "usage.csv:3:1: hour: found '2026-05-04T00:30:00Z'; expected the begin of an hour such as "
        + "2026-05-06T14:00:00Z, or an hour of the week from 0 to 167",
        "usage.csv:3:33: output: found '-1'; expected a number, zero or more")]
    [InlineData(Head + "1,opus,1,1,1,1\n2026-05-04T00:00:00Z,,1,1,1,1\n",
        "usage.csv:3:1: hour: found '2026-05-04T00:00:00Z'; expected a whole hour of the week from 0 (Monday 00:00 "
        + "UTC) to 167, as in the rows before",
        "usage.csv:3:22: class: found nothing; expected the name of a model class")]
    [InlineData(Head, "usage.csv:1:1: found no row; expected at least one")]
    [InlineData(Head + "1,opas,1,1,1,1\n",
        "usage.csv:2:1: class: found 'opas'; expected the name of a model class; nearest: 'opus'; known: opus, haiku")]
    [InlineData(Head + "2026-05-04T00:00:00Z,opus,1,1,1,1\n",
        "s.yaml:98:62: demand.measured.ledger.file: usage.csv covers 1 h from 2026-05-04T00:00:00Z; expected a week, "
        + "168 h, or more")]
    public void Everything_wrong_with_its_file_is_told_with_its_line(string table, params string[] expected) =>
        Assert.Equal(expected, Scenario.Errors(("s.yaml", Text("scale: 1x", "2026-05-01", "usage.csv")),
            ("usage.csv", table)));

    [Fact]
    public void A_group_is_measured_once()
    {
        var twice = Text("scale: 1x", "2026-05-01", "usage.csv").Replace(
            "  measured:",
            "  measured:\n    again: {file: usage.csv, groups: [pro-code], date: 2026-05-01, scale: 1x}");

        Assert.Equal(
            ["s.yaml:99:81: demand.measured.ledger.groups: 'pro-code' is measured by demand.measured.again already; "
                + "name it once"],
            Scenario.Errors(("s.yaml", twice.Replace("scale: 1x}", "scale: {value: 1x, evidence: assumed, note: n}}")),
                ("usage.csv", Head + "5,opus,1,0,0,600\n")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Quantities.Instant SpecDay => Quantities.Instant.FromDate(new DateOnly(2026, 5, 1));

    private MeasuredLoad Load(string table, string rest = "scale: 1x", string date = "2026-05-01") =>
        ServiceModelCompiler.Compile(Document(table, rest, date).Spec).Populations.Single().Measured!;

    private ScenarioDocument Document(string table, string rest = "scale: 1x", string date = "2026-05-01")
    {
        File.WriteAllText(Path.Combine(folder, "usage.csv"), table);
        File.WriteAllText(Path.Combine(folder, "s.yaml"), Text(rest, date, "usage.csv"));
        return Scenario.Document(ScenarioFile.Load(Path.Combine(folder, "s.yaml")));
    }

    /// <summary>The small scenario with the load of its population measured.</summary>
    private static string Text(string rest, string date, string file) => Scenario.SmallWith(
        "  populations:\n",
        "  measured:\n    ledger: {evidence: {kind: measured, source: deal}, file: " + file
        + $", groups: [pro-code], date: {date}, {rest}}}\n  populations:\n");
}
