using System.Text.Json;
using Plimsoll.Scenarios;

namespace Plimsoll.Cli.Tests.Commands;

public class When_contracts_are_looked_at
{
    [Fact]
    public void The_lease_is_told_with_its_hour_its_range_and_what_leaving_takes()
    {
        var lease = Json("contracts").GetProperty("contracts").EnumerateArray()
            .Single(contract => contract.GetProperty("name").GetString() == "spacex");

        Assert.Equal(5.27, lease.GetProperty("dollarsPerAcceleratorHour").GetDouble(), 0.005);
        var (committed, leaving) = (lease.GetProperty("committedDollars"), lease.GetProperty("leavingDollars"));
        Assert.InRange(committed.GetProperty("mid").GetDouble(), 44e9, 45e9);
        Assert.True(committed.GetProperty("low").GetDouble() < 0.2 * committed.GetProperty("mid").GetDouble());
        Assert.True(leaving.GetProperty("high").GetDouble() < 0.25 * committed.GetProperty("mid").GetDouble());
        Assert.Equal("2026-09-04", lease.GetProperty("exitFirst").GetString());
    }

    /// <summary>Reuters on the draft prospectus of September 2026: 518 bn USD or more, to six parties.</summary>
    [Fact]
    public void The_totals_of_the_prospectus_add_up_to_what_it_is_reported_to_state()
    {
        string[] paths =
        [
            .. new[] { "amazon", "amd", "broadcom", "google", "microsoft", "spacex" }
                .Select(name => $"contracts.{name}.commitment.total"),
        ];
        var loaded = Assert.IsType<LoadResult.Loaded>(
            ScenarioFile.Load(ScenarioArgument.Resolve(ScenarioArgument.Default)));

        var total = loaded.Document.Inputs.Where(input => paths.Contains(input.Path)).Sum(input => input.High);

        Assert.Equal(518.2e9, total, 1e6);
    }

    [Fact]
    public void Months_are_written_as_rows_where_asked_for()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{nameof(When_contracts_are_looked_at)}.csv");
        try
        {
            var (exit, output, error) = Cli.Run("contracts", "--months", "2", "--csv", file);

            Assert.True(exit == ExitCode.Ok, error);
            Assert.Contains("What is committed", output, StringComparison.Ordinal);
            Assert.Contains(
                "2026-07-01,2026-08-01,spacex,1250000000", File.ReadAllText(file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void No_allegation_counts_as_a_finding_and_a_leased_site_is_outside_the_pledge()
    {
        var ledger = Json("community");

        Assert.All(ledger.GetProperty("records").EnumerateArray(), record =>
        {
            Assert.False(record.GetProperty("isFinding").GetBoolean());
            Assert.NotEqual("", record.GetProperty("status").GetString());
        });
        var pledge = ledger.GetProperty("pledges").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "electricity-prices");
        var site = pledge.GetProperty("sites").EnumerateArray()
            .Single(one => one.GetProperty("site").GetString() == "colossus-1");
        Assert.Equal("notCovered", site.GetProperty("promises").GetProperty("grid-upgrades").GetString());
    }

    [Theory]
    [InlineData("contracts", "--months", "0", "--months: found '0'")]
    [InlineData("contracts", "--used", "2", "--used: found '2'")]
    [InlineData("community", "--from", "May", "--from: found 'May'")]
    [InlineData("community", "--set", "community.records.southaven-suit-2026.kind=guilt", "expected one of allegation")]
    public void What_is_asked_wrongly_is_told(string verb, string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run(verb, option, value);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static JsonElement Json(string verb)
    {
        var (exit, output, error) = Cli.Run(verb, "--json");
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
