using System.Text.Json.Nodes;
using Plimsoll.Scenarios.Schema;

namespace Plimsoll.Scenarios.Tests.Schema;

public class When_an_editor_asks_for_the_schema
{
    private static readonly JsonNode schema = JsonNode.Parse(ScenarioSchema.Generate())!;

    [Fact]
    public void The_shipped_one_is_what_the_records_say_today()
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scenario.schema.json"));
        Assert.True(shipped == ScenarioSchema.Generate(),
            "Write the output of 'plimsoll schema' to scenarios/scenario.schema.json and commit it.");
    }

    [Fact]
    public void So_is_the_shipped_one_of_adequacy_files()
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "adequacy.schema.json"));
        Assert.True(shipped == ScenarioSchema.GenerateForAdequacy(),
            "Write the output of 'plimsoll schema --adequacy' to scenarios/adequacy.schema.json and commit it.");
    }

    [Fact]
    public void So_is_the_shipped_one_of_gateways()
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "gateway.schema.json"));
        Assert.True(shipped == ScenarioSchema.GenerateForGateway(),
            "Write the output of 'plimsoll schema --gateway' to samples/gateway/gateway.schema.json and commit it.");
        Assert.DoesNotContain("evidence\"", shipped, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_is_described() => Assert.Equal(
        "Electric power available to the service.",
        (string?)schema["$defs"]!["site-spec"]!["properties"]!["power"]!["description"]);

    [Fact]
    public void Nothing_is_required_at_the_top_so_that_included_parts_are_valid()
    {
        Assert.Null(schema["required"]);
        Assert.Null(schema["$defs"]!["demand-spec"]!["required"]);
        Assert.NotNull(schema["$defs"]!["site-spec"]!["required"]);
    }

    [Fact]
    public void Units_are_part_of_the_pattern() => Assert.Equal(
        @"^\d+(\.\d+)?([eE][+-]?\d+)? *(W|kW|MW|GW)$",
        (string?)schema["$defs"]!["power-value"]!["anyOf"]![0]!["pattern"]);
}
