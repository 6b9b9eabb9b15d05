using System.Xml.Linq;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Scenarios.Tests.Charts;

public sealed class When_a_region_is_drawn
{
    private static readonly RegionChart Chart = new()
    {
        Title = "A & B < C",
        Notes = ["first", "second"],
        Summary = "a square",
        X = new Axis("across", AxisUnit.Share) { Min = 0, Max = 1 },
        Y = new Axis("up", AxisUnit.Share) { Min = 0, Max = 2 },
        Regions =
        [
            new("square", [(0.25, 0.5), (0.25, 1), (0.5, 1), (0.5, 0.5)], 1, 0.5),
            new("nowhere", [], 2, 0.5),
        ],
        Edges =
        [
            new("left of it", [(0.25, 2), (0.25, 0)], IsDashed: false),
            new("beyond", [(3, 0), (3, 2)], IsDashed: true),
        ],
        Spots = [new("inside", 0.3, 0.7, IsMain: true), new("outside", 1.5, 0.7, IsMain: false)],
        Below = new Axis("how often", AxisUnit.Share),
        Lines = [new("often", [new(0, 0.1), new(1, 0.3)], LineForm.Line, 3)],
    };

    private static readonly XDocument Drawn = XDocument.Parse(Chart.Svg());

    [Fact]
    public void It_stands_by_itself_and_is_described()
    {
        Assert.Equal("http://www.w3.org/2000/svg", Drawn.Root!.Name.NamespaceName);
        Assert.Equal("A & B < C", Of("title").Single().Value);
        Assert.Equal("a square", Of("desc").Single().Value);
        Assert.Contains("prefers-color-scheme: dark", Of("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", Drawn.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_is_none_has_a_name_and_no_outline()
    {
        Assert.Single(Of("polygon"));
        Assert.Contains("nowhere", Texts());
    }

    [Fact]
    public void Edges_carry_the_letters_by_which_they_are_named()
    {
        Assert.Equal(2, Texts().Count(text => text == "A"));
        Assert.Single(Texts(), text => text == "B");
        Assert.Contains("beyond", Texts());
    }

    [Fact]
    public void Points_outside_are_left_out()
    {
        Assert.Contains("inside", Texts());
        Assert.DoesNotContain("outside", Texts());
    }

    [Fact]
    public void The_same_chart_gives_the_same_bytes() => Assert.Equal(Chart.Svg(), (Chart with { }).Svg());

    private static IEnumerable<XElement> Of(string name) => Drawn.Descendants().Where(e => e.Name.LocalName == name);

    private static string[] Texts() => [.. Of("text").Select(text => text.Value)];
}
