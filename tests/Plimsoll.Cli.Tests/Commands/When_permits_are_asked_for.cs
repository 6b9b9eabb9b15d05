using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_permits_are_asked_for
{
    private const string Turbines = "sites.colossus-1.sources.generators.turbines.";

    [Fact]
    public void Every_limit_of_the_shipped_permit_is_kept_and_what_is_not_known_is_said()
    {
        var site = Json().GetProperty("sites").EnumerateArray().Single();
        var permit = site.GetProperty("permits").EnumerateArray().Single();

        Assert.Equal("shelby-county", permit.GetProperty("name").GetString());
        Assert.False(permit.GetProperty("beforeIsStated").GetBoolean());
        Assert.Equal(0, permit.GetProperty("unknown").GetArrayLength());
        var limits = permit.GetProperty("limits").EnumerateArray().ToList();
        Assert.Equal(
            ["nox", "co", "voc", "pm", "hap", "hcho", "starts", "stops", "startAndStopHours"],
            limits.Select(limit => limit.GetProperty("what").GetString()));
        Assert.All(limits, limit =>
        {
            Assert.Equal(12, limit.GetProperty("months").GetArrayLength());
            Assert.True(Number(limit, "usedLow") > 0 && Number(limit, "usedHigh") > 0);
            Assert.Equal(Number(limit, "most"), Number(limit, "used") + Number(limit, "left"), 1e-6);
        });
        Assert.All(limits.Take(6), limit => Assert.True(Number(limit, "used") > 0));
        Assert.Contains("assumed to be nothing", Cli.Run("permits").Output, StringComparison.Ordinal);
    }

    /// <summary>The permit as reported: at full power all year, at 2 ppm, 79.7 of 87 short tons.</summary>
    [Fact]
    public void At_full_power_all_year_the_turbines_just_keep_the_cap_on_nox()
    {
        var site = Json().GetProperty("sites").EnumerateArray().Single();

        Assert.Equal(79.7, Number(site.GetProperty("potential"), "nox") / 907.18474, 0.05);
    }

    [Fact]
    public void A_cap_that_is_passed_is_told_with_its_day()
    {
        var (exit, output, _) = Cli.Run("permits", "--set", $"{Turbines}air.exhaust.nox=40 ppm");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(@"NOx, short tons +87 .* [0-9]+ [A-Z][a-z]+ 20[0-9]{2}", output);
    }

    [Fact]
    public void Every_month_at_each_end_is_written_where_asked_for()
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            var file = Path.Combine(directory.FullName, "months.csv");
            Assert.Equal(ExitCode.Ok, Cli.Run("permits", "--csv", file).Exit);

            var lines = File.ReadAllLines(file);
            Assert.Equal("end,site,permit,limit,month,most,amount,twelve_months", lines[0]);
            Assert.Equal(1 + (3 * 9 * 12), lines.Length);
            Assert.StartsWith("low,colossus-1,shelby-county,nox,2026-06,78925.072,", lines[1],
                StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Where_nothing_burns_it_is_said() => Assert.Contains(
        "No site states a permit", Cli.Run("permits", "--without", "colossus-1").Output, StringComparison.Ordinal);

    [Fact]
    public void A_permit_without_limits_is_a_record() => Assert.Matches(
        @"none of its\s+limits is stated",
        Cli.Run("permits", "colossus-1/with-colossus-2.yaml").Output);

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static JsonElement Json()
    {
        var (exit, output, error) = Cli.Run("permits", "--json");
        Assert.True(exit == ExitCode.Ok, error);
        Assert.Equal("plimsoll.permits/1", JsonDocument.Parse(output).RootElement.GetProperty("format").GetString());
        return JsonDocument.Parse(output).RootElement;
    }
}
