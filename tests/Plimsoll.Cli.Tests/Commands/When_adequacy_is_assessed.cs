using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_adequacy_is_assessed
{
    [Fact]
    public void The_sample_prints_its_published_indices()
    {
        var (exit, output, _) = Cli.Run("adequacy");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(@"all +9\.39418 +1\.36886 +1,176\.30 ", output);
    }

    [Fact]
    public void More_load_is_lost_more_often()
    {
        var total = Json("--load-multiple", "1.05").GetProperty("total");

        Assert.InRange(total.GetProperty("lossHours").GetDouble(), 20, 40);
    }

    [Fact]
    public void Every_hour_and_what_was_asked_for_is_in_the_document()
    {
        var document = Json("--elcc", "--monte-carlo", "2", "--seed", "5");

        Assert.Equal("plimsoll.adequacy/1", document.GetProperty("format").GetString());
        Assert.Equal(8736, document.GetProperty("lossProbability").GetArrayLength());
        Assert.Equal(8736, document.GetProperty("unserved").GetArrayLength());
        Assert.Equal(17, document.GetProperty("sources").GetArrayLength());
        Assert.Equal(5, document.GetProperty("monteCarlo").GetProperty("seed").GetInt32());
    }

    [Fact]
    public void What_is_never_in_service_is_worth_nothing()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("plimsoll-").FullName, "adequacy.yaml");
        try
        {
            File.WriteAllText(file, """
                title: Never
                unit: MW
                step: 1
                evidence: assumed
                units:
                  there: {count: 2, capacity: 5, forced-outage-rate: 10 %}
                  never: {count: 1, capacity: 5, forced-outage-rate: 10 %, ramp: [{from: 0 h, units: 0}]}
                load:
                  hours: [5, 6]
                """);

            var (exit, output, error) = Cli.Run("adequacy", file, "--elcc");

            Assert.True(exit == ExitCode.Ok, error);
            Assert.Matches(@"never +0 +0 +– +0", output);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public void A_wrong_option_or_file_is_refused()
    {
        Assert.Equal(ExitCode.InvalidInput, Cli.Run("adequacy", "--load-multiple", "0").Exit);
        Assert.Equal(ExitCode.InvalidInput, Cli.Run("adequacy", "--load-multiple", "1e308").Exit);
        Assert.Equal(ExitCode.InvalidInput, Cli.Run("adequacy", "--monte-carlo", "1").Exit);
        var (exit, _, error) = Cli.Run("adequacy", "colossus-9");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("colossus-9:1:1: there is no such file; expected ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--at", "2026-05-06")]
    [InlineData("--months", "3")]
    [InlineData("--growth", null)]
    [InlineData("--without", "unit")]
    [InlineData("--set", "step=2")]
    public void What_is_for_scenarios_is_refused(string option, string? value)
    {
        var (exit, _, error) = Cli.Run(["adequacy", "rts-79", option, .. value is null ? [] : new[] { value }]);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains($"{option}: ", error, StringComparison.Ordinal);
        Assert.Contains("is no scenario; the option is for scenarios", error, StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run(["adequacy", .. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
