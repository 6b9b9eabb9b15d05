using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>A footprint as charts.</summary>
internal static class FootprintCharts
{
    private const int Colors = 6;
    private const int MostPoints = 800;
    private const double WattsPerMegawatt = 1e6;
    private const double SecondsPerHour = 3600;

    /// <summary>Power by site, then of every site by source, then of classes and plans.</summary>
    public static IEnumerable<string> All(FootprintReport report)
    {
        var metered = report.Footprint.Metered;
        yield return Power(
            metered,
            "sites",
            "Power by site",
            [.. metered.Sites.Select(meter => (meter.Site.Name, (Func<int, double>)(hour =>
                meter.At(hour).MegawattHours)))]).Figure();
        foreach (var (meter, index) in metered.Sites.Select((meter, index) => (meter, index)))
        {
            if (meter.Sources.Length < 2)
                continue;
            yield return Power(
                metered,
                $"site-{index}",
                $"Power of {meter.Site.Name} by source",
                [.. meter.Sources.Select(line => (line.Source.Name, (Func<int, double>)(hour =>
                    new Quantities.Joules(Math.Max(0, line.Joules[hour])).MegawattHours)))]).Figure();
        }

        yield return Bars("classes", "kWh for a million output tokens", "Class",
            report.Classes.Where(part => part.Own.OutputTokens > 0), part => part.Own.OutputTokens / 1e6);
        var months = metered.Hours / FootprintText.HoursPerMonth;
        yield return Bars("plans", "kWh for a user in a month", "Plan",
            report.Plans.Where(part => part.Users > 0), part => part.Users * months);
    }

    /// <summary>Mean power of as many hours as there are points for, one on top of the other.</summary>
    private static LineChart Power(
        MeteredService metered, string id, string title, ImmutableArray<(string Name, Func<int, double> At)> lines)
    {
        var step = Step(metered.Hours);
        var starts = Enumerable.Range(0, (metered.Hours + step - 1) / step).Select(i => i * step).ToArray();
        return new LineChart
        {
            Id = id,
            Title = title,
            Summary = step == 1
                ? "Each hour, one on top of the other." : $"Means of {step} hours, one on top of the other.",
            X = new Axis("", metered.Hours > 24 * 60 ? AxisUnit.Date : AxisUnit.Clock)
            {
                Origin = metered.From,
                Max = metered.Hours * SecondsPerHour,
            },
            Y = new Axis("power", AxisUnit.Power),
            Lines =
            [
                .. lines.Select((line, index) => new ChartLine(
                    line.Name,
                    [.. starts.Select(start => new ChartPoint(start * SecondsPerHour, Mean(line.At, start)))],
                    LineForm.Stacked,
                    (index % Colors) + 1)),
            ],
        };

        double Mean(Func<int, double> at, int start)
        {
            var end = Math.Min(metered.Hours, start + step);
            return Enumerable.Range(start, end - start).Average(at) * WattsPerMegawatt;
        }
    }

    private static int Step(int hours) => hours <= MostPoints ? 1 : hours <= MostPoints * 4 ? 24 : 168;

    private static string Bars(
        string id, string title, string rows, IEnumerable<FootprintPart> parts, Func<FootprintPart, double> unitsOf) =>
        new BarChart
        {
            Id = id,
            Title = title,
            Axis = new Axis("kWh", AxisUnit.Number),
            Rows = rows,
            Bars =
            [
                .. parts.Select(part => new ChartBar(part.Name,
                [
                    new BarPart("its own work", part.Own.Joules.MegawattHours * 1000 / unitsOf(part), 1),
                    new BarPart("its part in what is idle",
                        part.Idle.Joules.MegawattHours * 1000 / unitsOf(part), 4),
                ])),
            ],
        }.Figure();
}
