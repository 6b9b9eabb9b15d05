using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>The shipped scenario before its first user: a fleet, a policy and no demand.</summary>
public sealed class When_nobody_uses_the_service : IDisposable
{
    private const string Nobody = """
          populations: {}
          organizations: {}

        observations:
          active-per-week:
            kind: active-per-week
            at: 2026-05-05
            time: { value: 20 h, evidence: assumed, note: of nobody }

        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("plimsoll-nobody-");
    private readonly string scenario;

    public When_nobody_uses_the_service()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "scenarios");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.yaml", SearchOption.AllDirectories))
        {
            var target = Path.Combine(root.FullName, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        scenario = Path.Combine(root.FullName, "colossus-1");
        var demand = Path.Combine(scenario, "demand.yaml");
        var text = File.ReadAllText(demand);
        File.WriteAllText(demand, text[..text.IndexOf("  populations:\n", StringComparison.Ordinal)] + Nobody);
    }

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void Its_week_is_drawn_empty()
    {
        var (exit, output, error) = Cli.Run("plan", scenario);

        Assert.True(exit == ExitCode.Ok, error);
        Assert.Contains($"Sun   {new string('▁', 24)}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_fleet_has_no_end_and_nobody_is_observed()
    {
        var plan = Cli.Plan(scenario);

        Assert.All(
            plan.GetProperty("fleets").EnumerateArray(),
            fleet => Assert.Equal(JsonValueKind.Null, fleet.GetProperty("firm").ValueKind));
        Assert.Equal(0, Assert.Single(plan.GetProperty("observations").EnumerateArray().ToArray())
            .GetProperty("modelled").GetDouble());
    }
}
