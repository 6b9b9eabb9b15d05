using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_footprint_is_asked_for : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Sites_uses_and_rows_all_add_up_to_the_meters_to_the_joule()
    {
        var usual = Json("--period", "2026-06-01");
        var rows = Json("--period", "2026-06-01", "--by", "hour,site,class,plan");

        var total = usual.GetProperty("total").GetProperty("joules").GetInt64();
        Assert.Equal("plimsoll.footprint/1", usual.GetProperty("format").GetString());
        Assert.Equal(24, usual.GetProperty("hours").GetInt32());
        Assert.Equal(total, Joules(usual, "sites"));
        Assert.Equal(total, Joules(usual, "uses"));
        Assert.Equal(total, Joules(usual, "sources"));
        Assert.Equal(total, Joules(rows, "rows"));
        foreach (var impact in new[] { "locationCarbonKilograms", "siteWaterLitres", "capacityUsd", "noxKilograms" })
        {
            var whole = usual.GetProperty("total").GetProperty(impact).GetDouble();
            Assert.Equal(whole, Sum(rows, "rows", impact), 1e-6 * Math.Max(1, whole));
        }
    }

    [Fact]
    public void What_is_idle_is_told_apart_and_beside_every_class()
    {
        var document = Json("--period", "2026-06-01");

        Assert.Contains(document.GetProperty("uses").EnumerateArray(), use =>
            use.GetProperty("use").GetString() == "idle" && use.GetProperty("joules").GetInt64() > 0);
        Assert.All(document.GetProperty("classes").EnumerateArray(), part =>
            Assert.True(part.GetProperty("idle").GetProperty("joules").GetInt64() > 0));
    }

    [Fact]
    public void What_a_change_of_the_policy_added_is_told()
    {
        var (exit, output, _) = Cli.Run(
            "footprint", "--period", "2026-06-01", "--without-change", "sessions-doubled");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(@"What sessions-doubled added", output);
        Assert.Matches(@"Output tokens +[0-9]+bn +[0-9]+bn +[0-9]+bn +\+[0-9.]+%", output);
    }

    [Fact]
    public void Rows_are_written_as_CSV_and_a_page_has_every_site()
    {
        var (csv, page) = (Path.Combine(directory.FullName, "f.csv"), Path.Combine(directory.FullName, "f.html"));

        var (exit, _, _) = Cli.Run("footprint", "--period", "2026-06", "--by", "site", "--csv", csv, "--html", page);

        Assert.Equal(ExitCode.Ok, exit);
        var lines = File.ReadAllLines(csv);
        Assert.StartsWith("site,joules,accelerator_hours,requests,output_tokens,", lines[0], StringComparison.Ordinal);
        Assert.Equal(7, lines.Length);
        Assert.Contains("Power by site", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_that_was_served_adds_up_to_the_meter()
    {
        var (exit, output, error) = Cli.Run(
            "footprint", Usage(), "--meter", Meter("0.5", "0.01"), "--by", "use", "--json");

        var rows = JsonDocument.Parse(output).RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal(510 * 3600, rows.Sum(row => row.GetProperty("joules").GetInt64()));
        Assert.Contains("Not counted: usage of gpt", error, StringComparison.Ordinal);
        Assert.Contains("Less energy at the meter than", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_without_a_meter_has_its_part_in_what_is_idle()
    {
        var (exit, output, _) = Cli.Run("footprint", Usage(), "--by", "organization,use");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(@"serving +acme", output);
        Assert.Matches(@"idle +–", output);
    }

    [Theory]
    [InlineData("--period", "2026-13", "--period: found '2026-13', expected a year yyyy")]
    [InlineData("--period", "2026-06-02..2026-06-01", "--period: found '2026-06-02..2026-06-01', expected")]
    [InlineData("--by", "sites", "--by: found 'sites'; nearest: 'site'; known: hour")]
    [InlineData("--by", "hour,month", "--by: found hour and month; expected one of them.")]
    [InlineData("--by", "organization", "--by: found organization; a scenario tells plans apart")]
    [InlineData("--without-change", "sessions-double", "--without-change: there is no change 'sessions-double'")]
    [InlineData("--objective", "profit", "--objective: found 'profit', expected even, money or carbon")]
    [InlineData("--csv", "/nowhere/at/all.csv", "--csv: ")]
    [InlineData("--meter", "kwh.csv", "--meter: found kwh.csv; a scenario was not metered")]
    public void A_wrong_option_is_answered_with_what_is_expected(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("footprint", option, value);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_in_which_nothing_is_in_service_has_no_footprint()
    {
        var (exit, _, error) = Cli.Run("footprint", "--period", "2024");

        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("no site is in service; expected a period with supply", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_meter_is_told_with_its_place()
    {
        var meter = Path.Combine(directory.FullName, "meter.csv");
        File.WriteAllText(meter, "hour,kwh\n2026-06-01T10:30:00Z,1\n2026-06-01T11:00:00Z,much\n");

        var (exit, _, error) = Cli.Run("footprint", Usage(), "--meter", meter);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("meter.csv:2:1: hour: found '2026-06-01T10:30:00Z'; expected the begin of an hour", error,
            StringComparison.Ordinal);
        Assert.Contains("meter.csv:3:", error, StringComparison.Ordinal);
        Assert.Contains("2 errors", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_usage_does_not_tell_is_refused()
    {
        var (exit, _, error) = Cli.Run("footprint", Usage(), "--by", "site", "--ranges", "--html", "x.html");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--by: found site", error, StringComparison.Ordinal);
        Assert.Contains("--html: ", error, StringComparison.Ordinal);
        Assert.Contains("--ranges: ", error, StringComparison.Ordinal);
    }

    private string Usage()
    {
        var file = Path.Combine(directory.FullName, "usage.csv");
        File.WriteAllText(file, """
            hour,organization,class,plan,requests,input,cached,output
            2026-06-01T10:00:00Z,acme,opus,pro,100,100000,500000,70000
            2026-06-01T10:00:00Z,beta,sonnet,tier-1,10,10000,0,3000
            2026-06-01T11:00:00Z,acme,haiku,pro,100000,10000000,90000000,27000000
            2026-06-01T11:00:00Z,acme,gpt,pro,1,1,1,1

            """);
        return file;
    }

    private string Meter(string first, string second)
    {
        var file = Path.Combine(directory.FullName, "meter.csv");
        File.WriteAllText(
            file, $"hour,kwh\n2026-06-01T10:00:00Z,{first}\n2026-06-01T11:00:00Z,{second}\n");
        return file;
    }

    private static long Joules(JsonElement document, string rows) =>
        document.GetProperty(rows).EnumerateArray().Sum(row => row.GetProperty("joules").GetInt64());

    private static double Sum(JsonElement document, string rows, string member) =>
        document.GetProperty(rows).EnumerateArray().Sum(row => row.GetProperty(member).GetDouble());

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, _) = Cli.Run(["footprint", "--json", .. arguments]);
        Assert.Equal(ExitCode.Ok, exit);
        return JsonDocument.Parse(output).RootElement;
    }
}
