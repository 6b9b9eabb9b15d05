using Plimsoll.Planning;
using Plimsoll.Planning.Backtest;

namespace Plimsoll.Cli.Reports;

/// <summary>A backtest as programs read it; <c>docs/reference/backtest.md</c> describes it.</summary>
internal static class BacktestJson
{
    private const string Format = "plimsoll.backtest/1";

    public static string Write(BacktestReport report, string scenario) => JsonText.Write(Format, new
    {
        scenario,
        title = report.Model.Title,
        newSites = report.NewSites,
        steps = report.Steps.Select(step => new
        {
            key = step.Key,
            title = step.Title,
            wholeDay = step.IsWholeDay,
            backing = JsonText.Name(step.Backing),
            needsNewSites = step.NeedsNewSites,
            sentences = StepSentences.Of(step, report.NewSites),
            onTheDay = Moment(step.Day),
            ramped = Moment(step.Ramped),
            load = new
            {
                hourOfWeek = step.Added.Hour,
                outputTokensPerSecond = new { before = step.Added.OutputBefore, after = step.Added.OutputAfter },
                creditsPerSecond = new { before = step.Added.CreditsBefore, after = step.Added.CreditsAfter },
                weekShare = step.Added.WeekShare,
            },
            loadLine = step.Line is { } line ? Line(line) : null,
            outgrown = step.OutgrownAt is { } at ? DateOption.Text(at.Date) : null,
            growthPerYear = new { bearable = JsonText.Finite(step.BearableGrowth), assumed = step.AssumedGrowth },
            evidence = step.Evidence is { } evidence ? Evidence(evidence) : null,
        }),
    });

    private static object Moment(StepMoment moment) => new
    {
        date = DateOption.Text(moment.At.Date),
        demand = moment.Demand,
        before = Margins(moment.Before),
        after = Margins(moment.After),
        withoutNewSites = moment is { BeforeAlone: { } before, AfterAlone: { } after }
            ? new { before = Margins(before), after = Margins(after) } : null,
    };

    private static object Margins(ConditionMargins margins) => new
    {
        normal = JsonText.Finite(margins.Normal),
        peak = JsonText.Finite(margins.Peak),
        storm = JsonText.Finite(margins.Storm),
    };

    private static object Line(LoadLine line) => new
    {
        multiple = JsonText.Finite(line.Multiple),
        unbounded = double.IsPositiveInfinity(line.Multiple),
    };

    private static object Evidence(StepEvidence evidence) => new
    {
        shares = evidence.Shares.ToDictionary(s => JsonText.Name(s.Kind), s => s.Share),
        flips = evidence.Flips.Select(flip => new
        {
            path = flip.Input.Path,
            unit = flip.Input.Unit,
            mid = flip.Input.Mid,
            value = flip.Value,
            distance = flip.Distance,
            evidence = JsonText.Name(flip.Input.Provenance.Kind),
        }),
    };
}
