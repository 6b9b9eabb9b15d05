using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_service_is_simulated : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void It_reports_every_request_in_tables_in_json_on_a_page_and_in_a_file()
    {
        var (csv, page) = (Path.Combine(folder, "requests.csv"), Path.Combine(folder, "page.html"));
        var root = Json("--requests", csv, "--html", page);
        var requests = root.GetProperty("total").GetProperty("requests").GetInt64();
        Assert.True(requests > 1000, $"{requests} requests");

        // The warm-up is in the file, and not among what was measured.
        var rows = File.ReadLines(csv).Skip(1).Select(row => row.Split(',')).ToList();
        var from = root.GetProperty("measuredFrom").GetDateTimeOffset() - root.GetProperty("start").GetDateTimeOffset();
        Assert.Equal(requests, rows.Count(row => double.Parse(row[1]) >= from.TotalSeconds));
        Assert.All(rows.GroupBy(row => row[0]), request => Assert.Single(request));
        Assert.EndsWith("</html>\n", File.ReadAllText(page), StringComparison.Ordinal);

        var (exit, tables, error) = Cli.Run([.. Small]);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains($"{requests:#,0} requests finished", tables, StringComparison.Ordinal);
        Assert.Contains(root.GetProperty("command").GetString()!, tables, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_that_it_prints_gives_the_same_bytes()
    {
        var (_, output, _) = Cli.Run([.. Small, "--seed", "5", "--json"]);
        var command = JsonDocument.Parse(output).RootElement.GetProperty("command").GetString()!;
        Assert.Equal(output, Cli.Run([.. command.Split(' ').Skip(1), "--json"]).Output);
        Assert.NotEqual(output, Cli.Run([.. Small, "--seed", "6", "--json"]).Output);
    }

    [Fact]
    public void How_many_threads_there_are_changes_no_byte()
    {
        string[] study = [.. Small, "--runs", "3", "--against", "1:30000", "--json"];
        var alone = Cli.Run([.. study, "--threads", "1"]);
        Assert.Equal(alone, Cli.Run([.. study, "--threads", "3"]));
    }

    [Fact]
    public void Several_seeds_are_reported_with_the_spread_between_them()
    {
        var repeated = Json("--runs", "3").GetProperty("repeated").EnumerateArray()
            .Single(figure => figure.GetProperty("name").GetString() == "ttft");
        var runs = repeated.GetProperty("runs").EnumerateArray().Select(run => run.GetDouble()).ToList();
        Assert.Equal(3, runs.Distinct().Count());
        Assert.Equal(runs.Average(), repeated.GetProperty("mean").GetProperty("value").GetDouble(), 12);
        Assert.Equal(
            Json("--seed", "2").GetProperty("total").GetProperty("ttft").GetProperty("meanSeconds").GetDouble(),
            runs[1], 9);
    }

    [Fact]
    public void Scales_that_do_not_agree_end_with_a_code_of_its_own()
    {
        var (exit, output, _) = Cli.Run([.. Small, "--against", "1:20000"]);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("differ by no more than their intervals explain", output, StringComparison.Ordinal);

        // At that scale a class has no replica left.
        (exit, output, _) = Cli.Run([.. Small, "--against", "1:200000"]);
        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("DIFFERS", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_with_the_options_is_told_at_once()
    {
        var (exit, output, error) = Cli.Run(
            "simulate", "--hours", "0", "--scale", "500", "--against", "1:0", "--runs", "0", "--threads", "0",
            "--from", "today");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.All(
            [
                "--hours: found '0', expected a whole number of 1 to 672.", "--scale: found '500', expected 1:N",
                "--against: found '1:0', expected 1:N", "--runs: found '0',", "--threads: found '0',",
                "--from: found 'today', expected a date",
            ],
            message => Assert.Contains(message, error, StringComparison.Ordinal));
        Assert.DoesNotContain("requests finished", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hours", "x", "--hours: found 'x', expected a whole number of 1 to 672.")]
    [InlineData("--runs", "1.5", "--runs: found '1.5', expected a whole number of 1 to 1000.")]
    [InlineData("--seed", "-1", "--seed: found '-1', expected a whole number of 0 to 18446744073709551615.")]
    [InlineData("--from", "9999-01-01", "expected a date such as 2026-05-06, of the years 1971 to 2100.")]
    [InlineData("--from", "2099-01-01", "users ask on 2099-01-01, expected at most 1E+8. Simulate one of more, or")]
    public void An_option_that_is_no_number_or_too_far_away_is_told(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("simulate", "colossus-1", "--scale", "1:20000", option, value);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_a_scenario_that_are_wrong_are_told_before_anything_is_simulated()
    {
        var nowhere = Path.Combine(folder, "nowhere", "page.html");
        var (exit, _, error) = Cli.Run("simulate", "no-such-scenario", "--requests", folder, "--html", nowhere);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains($"--requests: found {folder}, which is a directory", error, StringComparison.Ordinal);
        Assert.Contains($"--html: found {nowhere}, whose directory does not exist", error, StringComparison.Ordinal);
        Assert.Contains("no-such-scenario:1:1: there is no such file", error, StringComparison.Ordinal);

        var both = Path.Combine(folder, "both");
        (exit, _, error) = Cli.Run("simulate", "--requests", both, "--html", both);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--requests, --html: found", error, StringComparison.Ordinal);
        Assert.False(File.Exists(both));
    }

    [Fact]
    public void It_ends_at_a_date_or_after_hours_but_not_both()
    {
        string[] day = ["simulate", "--scale", "1:200000", "--from", "2026-05-06"];
        var (exit, output, _) = Cli.Run([.. day, "--to", "2026-05-08"]);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("--hours 48 ", output, StringComparison.Ordinal);

        var (_, _, early) = Cli.Run([.. day, "--to", "2026-05-06"]);
        Assert.Contains("--to: found 2026-05-06, expected a date 1 to 28 days after", early, StringComparison.Ordinal);
        var (_, _, both) = Cli.Run([.. day, "--to", "2026-05-07", "--hours", "3"]);
        Assert.Contains("--to: found beside --hours", both, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string[] Small => ["simulate", "colossus-1", "--scale", "1:20000", "--hours", "1"];

    private static JsonElement Json(params string[] options)
    {
        var (exit, output, error) = Cli.Run([.. Small, .. options, "--json"]);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        return JsonDocument.Parse(output).RootElement;
    }
}
