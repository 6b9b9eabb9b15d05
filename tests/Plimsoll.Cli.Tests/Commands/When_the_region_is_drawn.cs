using System.Text.Json;
using System.Xml.Linq;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_the_region_is_drawn : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"plimsoll-region-{Guid.NewGuid():N}.svg");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void The_figure_in_the_docs_is_what_the_command_draws()
    {
        var (exit, output, error) = Cli.Run("region", "--svg", file, "--json");

        Assert.True(exit == ExitCode.Ok, error);
        var drawn = File.ReadAllText(file);
        Assert.True(
            drawn == File.ReadAllText(Shipped()),
            "docs/figures/region.svg is not what the scenario gives; draw it with plimsoll region --svg.");
        Assert.Equal(6, XDocument.Parse(drawn).Descendants().Count(e => e.Attribute("class")?.Value == "letter") / 2);
        AssertNarrow(JsonDocument.Parse(output).RootElement);
    }

    private static void AssertNarrow(JsonElement region)
    {
        var storm = region.GetProperty("conditions").EnumerateArray().Last();
        var ramped = storm.GetProperty("row").GetProperty("ramped");

        Assert.Equal("Storm", storm.GetProperty("name").GetString());
        Assert.InRange(ramped.GetProperty("to").GetDouble() - ramped.GetProperty("from").GetDouble(), 0.05, 0.1);
        Assert.Equal(256, region.GetProperty("draws").GetArrayLength());
    }

    private static string Shipped()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Plimsoll.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "docs", "figures", "region.svg");
    }
}
