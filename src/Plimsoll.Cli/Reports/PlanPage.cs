using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>A plan as a page to look at. The same plan gives the same bytes.</summary>
internal static class PlanPage
{
    private const int StrongestInputs = 15;

    public static string Write(PlanStudy study, HorizonReport horizon)
    {
        var report = study.Report;
        var page = PageParts.Begin("Plimsoll plan", report.Model.Title, study.Verdict.Sentences);
        PageParts.WriteKeys(page, report.Outlooks.Select(outlook => (
            Name(outlook.Kind), Figures.Percent(outlook.Firm),
            $"of the required load served, demand of {Figures.Day(outlook.At)}")));
        WriteFleets(page, report);
        WriteSplits(page, report);
        WriteConditions(page, study);
        WriteLines(page, "Load lines of what changes", report.Changes, report);
        WriteLines(page, "Load lines of what is in force", report.Bundles, report);
        HorizonPage.WriteSections(page, horizon);
        PageParts.WriteSection(page, "The week", null, Week(report) is { } week ? [week] : []);
        WriteEvidence(page, study.Sensitivity);
        PageParts.WriteSection(page, "Where sources disagree", null, Tornado(study) is { } bars ? [bars] : []);
        return PageParts.End(page);
    }

    private static void WriteFleets(HtmlWriter page, PlanReport report) => PageParts.WriteTable(
        page,
        "Fleets",
        ["Fleet and policy", "Demand of", "What stops it", "Accelerators", "MW", "Normal", "Firm", "Headroom"],
        report.Outlooks.Select(outlook => (string[])
        [
            Name(outlook.Kind), Figures.Day(outlook.At), Figures.Binding(outlook.Binding, report),
            Figures.Amount(outlook.Accelerators),
            (outlook.Power.Value / 1e6).ToString("#,0", CultureInfo.InvariantCulture),
            Figures.Percent(outlook.Normal), Figures.Percent(outlook.Firm), Figures.SignedPercent(outlook.Headroom),
        ]),
        "Load that the fleet serves at its tightest hour, over what the policy asks for. Firm: demand at percentile "
            + $"{Figures.Amount(report.Model.Criterion.DemandPercentile * 100)}, "
            + (report.Model.Criterion.FeedsLost > 0 ? "any one feed of any one site lost." : "everything in service."),
        texts: 3);

    private static void WriteSplits(HtmlWriter page, PlanReport report) => PageParts.WriteTable(
        page,
        "What makes the difference",
        ["Until", .. LineTables.SplitNames(report.Splits[0])],
        report.Splits.Select(split => (string[])[Figures.Day(split.To), .. LineTables.SplitCells(split)]),
        "Served over required under Storm, with demand, supply and policy of the later day put in one after the other.",
        texts: 1);

    private static void WriteConditions(HtmlWriter page, PlanStudy study) => PageParts.WriteTable(
        page,
        "Conditions",
        ["Condition", "What has to be borne", "What stops it", "Accelerators", "Served", "Range"],
        study.Report.Conditions.Select(outlook => (string[])
        [
            $"{outlook.Condition}", LineTables.Meaning(outlook, study.Report),
            Figures.Binding(outlook.Binding, study.Report), Figures.Amount(outlook.Accelerators),
            Figures.Percent(outlook.Served), LineTables.RangeOf(outlook.Condition, study.Sensitivity),
        ]),
        "What the policy after meets when ramped: served over required at the tightest hour. Range: every disputed "
            + "input at its worse, then at its better end.",
        texts: 3);

    private static void WriteLines(
        HtmlWriter page, string title, ImmutableArray<DialOutlook> dials, PlanReport report)
    {
        if (dials.IsEmpty)
            return;
        PageParts.WriteTable(
            page,
            title,
            [
                "Limit", "What stops it when ramped", "Now", "Without", "On the day",
                .. report.Conditions.Select(outlook => $"{outlook.Condition}"),
            ],
            dials.Select(outlook => (string[])
            [
                outlook.Dial.Title,
                outlook.Ramped.Binding is null
                    ? "nothing: appetite or another limit" : Figures.Binding(outlook.Ramped.Binding, report),
                Figures.Multiple(outlook.Dial.AfterMultiple),
                outlook.Without is { } without ? Figures.Line(without.Multiple) : "–",
                Figures.Line(outlook.After.Multiple),
                .. report.Conditions.Select(at => Figures.Line(outlook.Under(at.Condition).Multiple)),
            ]),
            "The largest multiple of the limit before at which the fleet serves all that is required: without the "
                + "new sites and on the day under Storm, then once ramped under every condition.",
            texts: 2);
    }

    /// <summary>The load of the week, a row a day; null where there is none.</summary>
    private static string? Week(PlanReport report)
    {
        var hours = report.OutputLoad.Chunk(report.Model.Classes.Length).Select(hour => hour.Sum()).ToArray();
        var peak = hours.Max();
        return peak <= 0 ? null : new HeatStrip
        {
            Id = "week",
            Title = $"Mean load by hour; darkest: {Figures.Amount(peak)} output tokens/s",
            Summary = $"A row for each day, darker where the load is higher. The highest is in "
                + $"{HourName.Of(Array.IndexOf(hours, peak))}.",
            X = new Axis("hour, UTC", AxisUnit.Clock) { Origin = report.Monday, Max = 86_400 },
            Edges = [.. Enumerable.Range(0, 25).Select(hour => hour * 3600.0)],
            Rows = [.. Enumerable.Range(0, 7).Select(day => new HeatRow(
                HourName.OfDay(day), [.. hours.Skip(day * 24).Take(24).Select(load => load / peak)]))],
        }.Figure();
    }

    /// <summary>How far each disputed input moves the answer; null where none does.</summary>
    private static string? Tornado(PlanStudy study)
    {
        var bars = study.Sensitivity.Tornado.Where(bar => bar.Swing > 0).Take(StrongestInputs).ToArray();
        return bars.Length == 0 ? null : new TornadoChart
        {
            Id = "tornado",
            Title = $"Served under Storm with one disputed input at an end of its range, the {bars.Length} that move "
                + $"it most of {study.Sensitivity.Tornado.Length}",
            Axis = new Axis("served", AxisUnit.Share),
            Rows = "Input",
            Middle = study.Report.Conditions.First(outlook => outlook.Condition == Condition.Storm).Served,
            Mark = new ChartMark(1, "just served"),
            Bars = [.. bars.Select(bar => new TornadoRow(
                bar.Input.Path, Figures.Input(bar.Input.Low, bar.Input), bar.AtLow,
                Figures.Input(bar.Input.High, bar.Input), bar.AtHigh))],
        }.Figure();
    }

    private static void WriteEvidence(HtmlWriter page, Sensitivity sensitivity)
    {
        var shares = sensitivity.Shares.Where(part => part.Share > 0)
            .Select(part => $"{part.Kind.ToString().ToLowerInvariant()} {Figures.Percent(part.Share)}");
        PageParts.WriteTable(
            page,
            "What it rests on",
            ["Input", "Evidence", "Source", "+1% of it gives"],
            sensitivity.Effects.Take(StrongestInputs).Select(effect => (string[])
            [
                effect.Input.Path, effect.Input.Provenance.Kind.ToString().ToLowerInvariant(),
                effect.Input.Provenance.Source ?? "",
                effect.Elasticity.ToString("+0.00;−0.00", CultureInfo.InvariantCulture) + "%",
            ]),
            $"The answer by evidence: {string.Join(", ", shares)}. The {StrongestInputs} strongest of "
                + $"{sensitivity.Effects.Length} inputs that move it.",
            texts: 3);
    }

    private static string Name(OutlookKind kind) => kind switch
    {
        OutlookKind.Before => "Before, old policy",
        OutlookKind.Without => "Without new sites",
        OutlookKind.After => "On the day",
        _ => "Ramped",
    };
}
