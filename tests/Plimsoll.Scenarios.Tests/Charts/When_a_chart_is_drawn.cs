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
    public void Ticks_of_dates_stand_where_months_begin()
    {
        var chart = Chart([1, 2, 3, 4]) with
        {
            X = new Axis("", AxisUnit.Date) { Max = 365 * 86_400, Origin = Instant.FromUnixSeconds(1_778_031_000) },
        };
        var texts = XDocument.Parse(chart.Figure()).Descendants("text").Select(t => t.Value);
        Assert.Superset(
            new HashSet<string> { "Jul 2026", "Oct 2026", "Jan 2027", "Apr 2027" }, texts.ToHashSet());
    }

    [Fact]
    public void It_stands_alone_with_its_title_and_legend()
    {
        var drawing = XDocument.Parse(Chart([1, 2, null, 4]).Drawing());
        Assert.Equal("http://www.w3.org/2000/svg", drawing.Root!.Name.NamespaceName);
        Assert.Contains(drawing.Descendants(), text => text.Name.LocalName == "text" && text.Value == "A & B < C");
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

    [Fact]
    public void A_tornado_has_its_bars_about_the_middle_and_its_numbers_beside_them()
    {
        var chart = new TornadoChart
        {
            Id = "t",
            Title = "Tornado",
            Rows = "input",
            Axis = new Axis("served", AxisUnit.Share),
            Middle = 1.1,
            Mark = new ChartMark(1, "all that is required"),
            Bars =
            [
                new TornadoRow("up", "1 MW", 0.9, "3 MW", 1.4),
                new TornadoRow("down", "5%", 1.2, "9%", 1.1),
                new TornadoRow("nobody", "0", double.PositiveInfinity, "1", 1.1),
            ],
        };
        var figure = XDocument.Parse(chart.Figure());

        Assert.Equal(
            [("0", "40"), ("40", "60"), ("40", "20"), ("40", "0"), ("40", "60"), ("40", "0")],
            figure.Descendants("rect").Select(bar => (bar.Attribute("x")!.Value, bar.Attribute("width")!.Value)));
        Assert.Equal(
            ["90%", "140%", "120%", "110%"],
            figure.Descendants("td").Where(cell => cell.Attribute("class") is null).Select(cell => cell.Value).Take(4));
        Assert.Equal("1 MW: 90%", figure.Descendants("title").First().Value);
        XDocument.Parse((chart with { Bars = [], Mark = null }).Figure());
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
