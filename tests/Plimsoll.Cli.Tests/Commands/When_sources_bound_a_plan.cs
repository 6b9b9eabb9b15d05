using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>A small service whose site north draws 2 MW when it is full.</summary>
public sealed class When_sources_bound_a_plan : IDisposable
{
    private const string Sources = """
            feeds: 2
            sources:
              grid: {mains: {capacity: 0.4 MW}}
              generators:
                turbines: {capacity: 2.6 MW, units: 4, heat-rate: 10000 Btu/kWh, air: {exhaust: {nox: 2 ppm}}}
            permits:
              county: {sources: [turbines], caps: {nox: 0.01 t}}

        """;

    private const string Curtailment = """
            feeds: 2
            curtailment: {depth: 80 %, per-year: 44 h, length: 2 h}

        """;

    private const string Cap = "sites.north.permits.county.caps.nox=";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-supply-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void A_permit_stops_the_lines_and_is_named_with_its_price_and_what_is_missing()
    {
        var (exit, output, error) = Cli.Run("plan", Written("permit", Sources));

        Assert.True(exit == ExitCode.Ok, error);
        Assert.Matches("Normal +mean demand, all in service .* NOx by permit county of north", output);
        Assert.Contains("opus, all hours", output, StringComparison.Ordinal);
        Assert.Contains(
            "A kilogram a week more NOx by permit county of north would raise",
            output.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
        Assert.Contains("kg a week", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_are_told_that_it_binds_over_the_week_and_a_looser_cap_lifts_the_lines()
    {
        var scenario = Written("permit", Sources);
        var tight = Cli.Plan(scenario);
        var loose = Cli.Plan(scenario, "--set", $"{Cap}10 t");

        var binding = Condition(tight, "normal").GetProperty("binding");
        Assert.True(binding.GetProperty("ofWeek").GetBoolean());
        Assert.Contains(binding.GetProperty("resources").EnumerateArray(), resource =>
            resource.GetProperty("kind").GetString() == "permit" && resource.GetProperty("weight").GetDouble() > 0);
        Assert.True(Served(loose, "normal") > 1.1 * Served(tight, "normal"));
        Assert.False(Condition(loose, "normal").GetProperty("binding").GetProperty("ofWeek").GetBoolean());
        Assert.All(
            Lines(tight).Zip(Lines(loose)), line => Assert.True(line.First <= line.Second * 1.0011));
    }

    [Fact]
    public void Sources_that_carry_the_site_leave_every_line_as_it_is()
    {
        var plain = Cli.Plan(Written("plain", "    feeds: 2\n"));
        var carried = Cli.Plan(Written("permit", Sources), "--set", "sites.north.sources.grid.mains.capacity=2.6 MW");

        Assert.Equal(Lines(plain), Lines(carried));
        Assert.Equal(
            plain.GetProperty("conditions").GetRawText(), carried.GetProperty("conditions").GetRawText());
    }

    [Fact]
    public void A_curtailment_is_an_outage_of_storm_and_is_named()
    {
        var plan = Cli.Plan(Written("curtailed", Curtailment));
        var (_, output, _) = Cli.Run("plan", Written("curtailed", Curtailment));

        Assert.Equal("north", Condition(plan, "storm").GetProperty("binding").GetProperty("curtailed").GetString());
        Assert.Equal(
            JsonValueKind.Null, Condition(plan, "peak").GetProperty("binding").GetProperty("curtailed").ValueKind);
        Assert.Contains("with the grid of north curtailed", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>The small scenario with other lines in place of how many feeds north has.</summary>
    private string Written(string name, string instead)
    {
        var path = Path.Combine(directory.FullName, $"{name}.yaml");
        File.WriteAllText(path, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "small.yaml"))
            .Replace("    feeds: 2\n", instead, StringComparison.Ordinal)
            .Replace("parameters: 671 bn, active: 37 bn", "parameters: 200 bn, active: 9 bn", StringComparison.Ordinal)
            .Replace("ttft: 5 s, tpot: 40 ms", "ttft: 10 s, tpot: 100 ms", StringComparison.Ordinal)
            .Replace("low: 280 MW, mid: 300 MW, high: 330 MW", "low: 2.2 MW, mid: 2.4 MW, high: 2.6 MW",
                StringComparison.Ordinal)
            .Replace("count: 150k", "count: 3k", StringComparison.Ordinal)
            .Replace("power: 1 GW", "power: 300 kW", StringComparison.Ordinal)
            .Replace("count: 100k", "count: 500", StringComparison.Ordinal));
        return path;
    }

    private static JsonElement Condition(JsonElement plan, string name) => plan.GetProperty("conditions")
        .EnumerateArray().Single(held => held.GetProperty("condition").GetString() == name);

    private static double Served(JsonElement plan, string name) =>
        Condition(plan, name).GetProperty("served").GetDouble();

    /// <summary>Every load line under every condition; infinite: it has no end.</summary>
    private static double[] Lines(JsonElement plan) =>
    [
        .. plan.GetProperty("changes").EnumerateArray().Concat(plan.GetProperty("bundles").EnumerateArray())
            .SelectMany(limit => limit.GetProperty("conditions").EnumerateObject())
            .Select(line => line.Value.GetProperty("multiple"))
            .Select(value => value.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : value.GetDouble()),
    ];
}
