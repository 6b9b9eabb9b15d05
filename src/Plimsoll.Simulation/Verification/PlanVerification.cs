using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Verification;

/// <summary>
/// Replays a plan in the simulator: which simulations that takes, and what they say beside the plan. The week is the
/// first that begins when the ramp is complete; demand is its mean and everything is in service.
/// </summary>
public sealed class PlanVerification
{
    private readonly VerificationSettings settings;
    private readonly Instant monday;
    private readonly Instant start;
    private readonly double line;

    /// <summary>Finds the tightest hour and the load line.</summary>
    public PlanVerification(VerificationSettings settings)
    {
        this.settings = settings;
        var model = settings.Model;
        var ramped = model.Compare.Ramped;
        monday = WeekShape.MondayOf(ramped + Duration.FromDays(7) - new Duration(1));
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, monday)
            .Under(model.Timeline.At(monday));
        var margin = new Adequacy(Fleet.At(model, monday, new EngineTable(), []), Criterion.Normal)
            .Of(load, model.Growth.At(monday));
        line = margin.Multiple;
        start = monday + Duration.FromHours(
            Math.Clamp(margin.Hour - ((settings.Hours - 1) / 2), 0, WeekShape.Hours - settings.Hours));
        Cases = [.. AllCases()];
    }

    /// <summary>The simulations. Each is independent of the others.</summary>
    public ImmutableArray<VerificationCase> Cases { get; }

    /// <summary>Whether there is a load to verify: without, there are no cases.</summary>
    public bool HasLoad => double.IsFinite(line) && line > 0;

    /// <summary>Puts plan and simulations side by side.</summary>
    /// <param name="runs">What each case came to, in their order.</param>
    public VerificationReport Report(IReadOnlyList<VerifiedRun> runs)
    {
        var hours = Of(VerificationKind.Hours);
        var week = Of(VerificationKind.Week);
        return new VerificationReport
        {
            Settings = settings,
            Start = start,
            Line = line,
            Rows =
            [
                .. hours.Count == 0 ? [] : VerificationRows.OfHours(
                    hours[0].Case.Simulation, Runs(hours), settings.GoodShare),
                .. week.Count == 0 ? [] : VerificationRows.OfWeek(week[0].Case.Simulation, Runs(week)),
            ],
            Lines =
            [
                .. Cases.Zip(runs).Where(pair => pair.First.Kind is VerificationKind.Hours or VerificationKind.Line)
                    .GroupBy(pair => pair.First.LineMultiple).OrderBy(at => at.Key)
                    .Select(at => LineOf(at.First().First, [.. at.Select(pair => pair.Second)])),
            ],
        };

        List<(VerificationCase Case, VerifiedRun Run)> Of(VerificationKind kind) =>
            [.. Cases.Zip(runs).Where(pair => pair.First.Kind == kind)];

        static List<VerifiedRun> Runs(List<(VerificationCase Case, VerifiedRun Run)> pairs) =>
            pairs.ConvertAll(pair => pair.Run);
    }

    private IEnumerable<VerificationCase> AllCases()
    {
        if (!HasLoad)
            yield break;
        foreach (var simulation in Seeds(start, settings.Hours, settings.Scale, 1))
            yield return new(VerificationKind.Hours, 1 / line, simulation);
        foreach (var multiple in settings.Lines)
        {
            foreach (var simulation in Seeds(start, settings.Hours, settings.Scale, multiple * line))
                yield return new(VerificationKind.Line, multiple, simulation);
        }

        if (settings.WeekScale is not { } scale)
            yield break;
        foreach (var simulation in Seeds(monday, WeekShape.Hours, scale, 1))
            yield return new(VerificationKind.Week, 1 / line, simulation);
    }

    private IEnumerable<ServiceSimulation> Seeds(Instant from, int hours, double scale, double multiple)
    {
        var model = settings.Model;
        var asked = multiple == 1 ? model : model with
        {
            Populations = [.. model.Populations.Select(p => p with { Users = p.Users * multiple })],
            Organizations = [.. model.Organizations.Select(o => o with { Count = o.Count * multiple })],
        };
        return Enumerable.Range(0, settings.Runs).Select(run => new ServiceSimulation
        {
            Model = asked,
            Start = from,
            Length = Duration.FromHours(hours),
            Scale = scale,
            Seed = unchecked(settings.Seed + (ulong)run),
            Fleet = settings.Fleet,
        });
    }

    private static LineRow LineOf(VerificationCase tried, IReadOnlyList<VerifiedRun> runs)
    {
        var plan = PlanPrediction.Of(tried.Simulation);
        return new LineRow(
            tried.LineMultiple,
            Share(report => report.Of(RequestOutcome.Finished)),
            Share(report => report.Of(RequestOutcome.Overloaded)),
            Share(report => report.GoodRequests),
            [.. Enumerable.Range(0, plan.Division.Length).Select(c => new ClassAtLine(
                VerificationRows.Over(runs, run => VerificationRows.Used(run, plan, c)),
                VerificationRows.Over(runs, run => VerificationRows.ShareOfAdmitted(
                    run.Report.Classes[c], run.Report.Classes[c].GoodRequests))))]);

        ConfidenceInterval Share(Func<RequestReport, long> part) => VerificationRows.Over(
            runs, run => VerificationRows.ShareOfAdmitted(run.Report.Total, part(run.Report.Total)));
    }
}
