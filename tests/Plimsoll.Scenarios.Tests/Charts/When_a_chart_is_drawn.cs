using System.Xml.Linq;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Scenarios.Tests.Charts;

public sealed class When_a_chart_is_drawn
{
    [Theory]
    [InlineData(AxisUnit.Length, 0, "0 s")]
    [InlineData(AxisUnit.Length, 0.0123, "12.3 ms")]
    [InlineData(AxisUnit.Length, 90, "90 s")]
    [InlineData(AxisUnit.Length, 5400, "90 min")]
    [InlineData(AxisUnit.Length, 10800, "3 h")]
    [InlineData(AxisUnit.Number, 1234, "1.23k")]
    [InlineData(AxisUnit.Share, 0.255, "25.5%")]
    [InlineData(AxisUnit.Power, 1_250_000, "1.25 MW")]
    public void Values_read_as_people_write_them(AxisUnit unit, double value, string expected) =>
        Assert.Equal(expected, AxisText.Of(value, new Axis("", unit)));

    [Fact]
    public void It_is_well_formed_described_and_has_its_numbers_beside_it()
    {
        var figure = XDocument.Parse(Chart([1, 2, null, 4]).Figure());
        Assert.Equal("A & B < C", figure.Descendants("title").First().Value);
        Assert.Single(figure.Descendants("desc"));
        Assert.Equal(["1", "2", "–", "4"], figure.Descendants("td").Select(cell => cell.Value));
    }

    [Fact]
    public void A_gap_breaks_the_line()
    {
        var path = XDocument.Parse(Chart([1, 2, null, 4]).Figure()).Descendants("path").Single();
        Assert.Equal(2, path.Attribute("d")!.Value.Count(letter => letter == 'M'));
    }

    [Fact]
    public void Ticks_of_a_clock_stand_at_whole_hours_whenever_it_starts()
    {
        var chart = Chart([1, 2, 3, 4]) with
        {
            X = new Axis("time", AxisUnit.Clock) { Max = 86400, Origin = Instant.FromUnixSeconds(1_778_031_000) },
        };
        var texts = XDocument.Parse(chart.Figure()).Descendants("text").Select(t => t.Value);
        Assert.Equal(4, texts.Count(text => text.EndsWith(":00", StringComparison.Ordinal)));
    }

    [Fact]
    public void It_draws_nothing_and_one_value_too()
    {
        XDocument.Parse(Chart([]).Figure());
        XDocument.Parse(Chart([0]).Figure());
        XDocument.Parse((Chart([0, 0]) with { Y = new Axis("", AxisUnit.Length) { IsLog = true } }).Figure());
    }

    [Fact]
    public void Bars_and_strips_are_well_formed()
    {
        var bars = new BarChart
        {
            Id = "b",
            Title = "Bars",
            Rows = "plan",
            Axis = new Axis("requests", AxisUnit.Number),
            Bars = [new ChartBar("a", [new BarPart("x", 3, 1), new BarPart("y", 1, 2)]), new ChartBar("b", [])],
        };
        Assert.Equal(["4", "0"], XDocument.Parse(bars.Figure()).Descendants("td")
            .Where(cell => cell.Attribute("class") is null).Select(cell => cell.Value));
        var strip = new HeatStrip
        {
            Id = "h",
            Title = "Strip",
            Summary = "",
            X = new Axis("time", AxisUnit.Length),
            Edges = [0, 1, 2],
            Rows = [new HeatRow("pool", [0, 1])],
        };
        Assert.Equal(
            ["0.05", "1"],
            XDocument.Parse(strip.Figure()).Descendants("rect").Select(cell => cell.Attribute("fill-opacity")!.Value));
    }

    private static LineChart Chart(double?[] values) => new()
    {
        Id = "c",
        Title = "A & B < C",
        Summary = "Some values.",
        X = new Axis("time", AxisUnit.Length),
        Y = new Axis("value", AxisUnit.Number),
        Lines = [new ChartLine("v", [.. values.Select((v, i) => new ChartPoint(i, v))], LineForm.Line, 1)],
    };
}
