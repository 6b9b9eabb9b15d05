using System.Text.Json;
using System.Xml.Linq;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_horizon_is_planned
{
    [Fact]
    public void The_shipped_scenario_has_a_year_under_five_conditions()
    {
        var (exit, output, error) = Cli.Run("horizon", "--json");
        Assert.True(exit == ExitCode.Ok, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal("plimsoll.horizon/1", report.GetProperty("format").GetString());
        Assert.Equal(12, report.GetProperty("months").GetArrayLength());
        Assert.All(report.GetProperty("months").EnumerateArray(), month =>
            Assert.Equal(
                ["normal", "peak", "storm", "growth", "notice"],
                month.GetProperty("conditions").EnumerateArray().Select(c => c.GetProperty("condition").GetString())));
        Assert.Contains(report.GetProperty("events").EnumerateArray(), happens =>
            happens.GetProperty("kind").GetString() == "earliestWithdrawal");
    }

    [Fact]
    public void Months_and_first_day_are_those_of_the_scenario_unless_others_are_asked_for()
    {
        Assert.Equal(["2026-07-06", "2026-08-03"], Mondays("--set", "horizon.from=2026-07-01", "--set",
            "horizon.months=2"));
        Assert.Equal(["2026-09-07"], Mondays("--from", "2026-09-01", "--months", "1"));
    }

    [Fact]
    public void It_is_written_as_a_table_a_page_and_a_drawing_that_stand_alone()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string File(string name) => Path.Combine(folder.FullName, name);
            var (exit, _, error) = Cli.Run("horizon", "--months", "3", "--csv", File("a.csv"), "--html",
                File("a.html"), "--svg", File("a.svg"));
            Assert.True(exit == ExitCode.Ok, error);
            var lines = System.IO.File.ReadAllLines(File("a.csv"));
            Assert.Equal(4, lines.Length);
            Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
            Assert.Equal("svg", XDocument.Load(File("a.svg")).Root!.Name.LocalName);
            var page = System.IO.File.ReadAllText(File("a.html"));
            Assert.Contains("<svg", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--months", "0", "expected a whole number of 1 to 120")]
    [InlineData("--from", "May", "expected a date")]
    [InlineData("--csv", "no-such-directory/a.csv", "whose directory does not exist")]
    [InlineData("--set", "horizon.months=200", "expected 1 to 120")]
    public void It_says_what_was_found_and_what_was_expected(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("horizon", option, value);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("horizon", "--csv")]
    [InlineData("horizon", "--html")]
    [InlineData("horizon", "--svg")]
    [InlineData("demand", "--csv")]
    [InlineData("allocate", "--csv")]
    public void A_file_that_cannot_be_written_is_named(string verb, string option)
    {
        var (exit, output, error) = Cli.Run(verb, option, new string('x', 300));
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.StartsWith($"{option}: found ", error, StringComparison.Ordinal);
        Assert.Contains("which cannot be written", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public void The_last_of_all_dates_has_a_horizon_as_long_as_any()
    {
        Assert.Equal(120, Mondays("--from", "2100-12-31", "--months", "120").Count());
        Assert.Equal(ExitCode.InvalidInput, Cli.Run("horizon", "--from", "2101-01-01").Exit);
    }

    [Fact]
    public void A_single_month_is_told_as_one()
    {
        var (_, output, _) = Cli.Run("horizon", "--months", "1");
        Assert.Contains("Normal holds in May 2026.", output, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Mondays(params string[] arguments)
    {
        var (_, output, _) = Cli.Run(["horizon", "--json", .. arguments]);
        return JsonDocument.Parse(output).RootElement.GetProperty("months").EnumerateArray()
            .Select(month => month.GetProperty("monday").GetString());
    }
}
