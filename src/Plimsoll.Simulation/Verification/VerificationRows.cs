using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Verification;

/// <summary>Every figure that a verification holds side by side.</summary>
internal static class VerificationRows
{
    public static IEnumerable<VerificationRow> OfHours(
        ServiceSimulation simulation, IReadOnlyList<VerifiedRun> runs, double goodShare)
    {
        var plan = PlanPrediction.Of(simulation);
        var scale = simulation.Scale;
        foreach (var row in Rates(simulation, plan, runs, "").Concat(Latencies(simulation, plan, runs, goodShare)))
            yield return row;
        yield return new("served", "served of what limits let through", FigureUnit.Share, FigureRelation.AtLeast, 1,
            Over(runs, run => ShareOfAdmitted(run.Report.Total, run.Report.Total.Of(RequestOutcome.Finished))));
        yield return new("fleetFull", "refused, fleet full", FigureUnit.Share, FigureRelation.AtMost, 0,
            Over(runs, run => ShareOfAdmitted(run.Report.Total, run.Report.Total.Of(RequestOutcome.Overloaded))));
        foreach (var row in Refusals(runs))
            yield return row;
        foreach (var (c, served) in simulation.Model.Classes.Index())
        {
            yield return new($"accelerators.{served.Name}", $"{served.Name}: part of the fleet", FigureUnit.Share,
                FigureRelation.Same, Ratio(plan.Division[c].Accelerators, plan.Division.Sum(d => d.Accelerators)),
                Over(runs, run => FleetShare(run, c)), "whole replicas: rounded to the scale");
            yield return new($"used.{served.Name}", $"{served.Name}: used of its part", FigureUnit.Share,
                FigureRelation.Same, Ratio(plan.Requests[c], plan.Division[c].Requests),
                Over(runs, run => Used(run, plan, c)));
        }

        yield return new("power", "power of accelerators", FigureUnit.Watts, FigureRelation.Same, plan.Power.Value,
            Over(runs, run => run.Report.Pools.Sum(pool => pool.Power.Value) * scale));
    }

    public static IEnumerable<VerificationRow> OfWeek(ServiceSimulation simulation, IReadOnlyList<VerifiedRun> runs)
    {
        var plan = PlanPrediction.Of(simulation);
        foreach (var row in Rates(simulation, plan, runs, "week."))
            yield return row;
        yield return new("week.sessionLimited", "users who meet their session limit", FigureUnit.Share,
            FigureRelation.Same, plan.SessionLimited, Over(runs, run => run.Tally.SessionLimited / run.Tally.Users));
        yield return new("week.weekLimited", "users who meet their weekly limit", FigureUnit.Share,
            FigureRelation.Same, plan.WeekLimited, Over(runs, run => run.Tally.WeekLimited / run.Tally.Users));
    }

    /// <summary>A part of the requests that limits let through and that are over.</summary>
    public static double ShareOfAdmitted(RequestReport report, long part) => Ratio(
        part,
        report.Count - report.Of(RequestOutcome.Limited) - report.Of(RequestOutcome.TooLong)
            - report.Of(RequestOutcome.Unfinished));

    /// <summary>Requests that limits refused, by the kind of limit.</summary>
    private static IEnumerable<VerificationRow> Refusals(IReadOnlyList<VerifiedRun> runs)
    {
        var limited = runs.Select(run => run.Report.Refusals.Where(r => r.Outcome == RequestOutcome.Limited).ToList())
            .ToList();
        var kinds = limited.SelectMany(refusals => refusals.Select(KindOf)).Distinct()
            .Order(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            yield return new($"limited.{kind}", $"requests refused by {kind}", FigureUnit.Share, FigureRelation.Same,
                null, ConfidenceInterval.OfRuns([.. runs.Zip(limited, (run, refusals) => Ratio(
                    refusals.Where(r => KindOf(r) == kind).Sum(r => r.Count), run.Report.Total.Count))]),
                "a plan cuts what is wanted; who is refused asks again, or no more");
        }

        static string KindOf(RefusalCount refusal) => refusal.Limit?.Split('/')[^1] ?? "limits";
    }

    /// <summary>Requests by class, tokens by kind, and credits, each a second.</summary>
    private static IEnumerable<VerificationRow> Rates(
        ServiceSimulation simulation, PlanPrediction plan, IReadOnlyList<VerifiedRun> runs, string prefix)
    {
        var classes = simulation.Model.Classes;
        foreach (var (c, served) in classes.Index())
        {
            yield return Rate($"requests.{served.Name}", $"{served.Name}: requests/s", plan.Requests[c],
                report => Admitted(report.Classes[c]));
        }

        foreach (var (g, name) in simulation.Groups.Index())
        {
            yield return Rate($"requests.{name}", $"{name}: requests/s", plan.Groups[g],
                report => Admitted(report.Groups[g]));
        }

        yield return Rate("input", "input tokens/s, uncached", Tokens(c => classes[c].Traffic.Input),
            report => report.Total.InputTokens - report.Total.CachedTokens);
        yield return Rate("cached", "input tokens/s, cached", Tokens(c => classes[c].Traffic.Cached),
            report => report.Total.CachedTokens);
        yield return Rate("output", "output tokens/s", Tokens(c => classes[c].Traffic.Output),
            report => report.Total.OutputTokens);
        yield return new($"{prefix}credits", "credits/s of plans", FigureUnit.PerSecond, FigureRelation.Same,
            plan.Credits, Over(runs, run => run.Tally.Credits));

        double Tokens(Func<int, double> each) => plan.Requests.Select((rate, c) => rate * each(c)).Sum();

        VerificationRow Rate(string id, string name, double planned, Func<SimulationReport, long> count) => new(
            $"{prefix}{id}", name, FigureUnit.PerSecond, FigureRelation.Same, planned,
            Over(runs, run => run.Report.Total.PerSecond(count(run.Report)) * simulation.Scale));
    }

    private static IEnumerable<VerificationRow> Latencies(
        ServiceSimulation simulation, PlanPrediction plan, IReadOnlyList<VerifiedRun> runs, double goodShare)
    {
        foreach (var (c, served) in simulation.Model.Classes.Index())
        {
            yield return new($"ttft.{served.Name}", $"{served.Name}: first token, mean", FigureUnit.Seconds,
                FigureRelation.AtMost, plan.Division[c].Ttft,
                Over(runs, run => run.Report.Classes[c].Ttft.MeanSeconds));
            yield return new($"tpot.{served.Name}", $"{served.Name}: each token, mean", FigureUnit.Seconds,
                FigureRelation.AtMost, plan.Division[c].Tpot,
                Over(runs, run => run.Report.Classes[c].Tpot.MeanSeconds));
            yield return new($"good.{served.Name}", $"{served.Name}: within its objectives", FigureUnit.Share,
                FigureRelation.AtLeast, goodShare,
                Over(runs, run => ShareOfAdmitted(run.Report.Classes[c], run.Report.Classes[c].GoodRequests)));
        }
    }

    private static long Admitted(RequestReport report) => report.Count - report.Of(RequestOutcome.Limited);

    private static double FleetShare(VerifiedRun run, int modelClass) => Ratio(
        run.Fleet.Pools.Where(pool => pool.Class == modelClass).Sum(pool => (double)pool.Replicas * pool.Width),
        run.Fleet.Pools.Sum(pool => (double)pool.Replicas * pool.Width));

    /// <summary>
    /// Requests that limits let through over what the whole replicas of their class serve at the operating point.
    /// </summary>
    public static double Used(VerifiedRun run, PlanPrediction plan, int modelClass) => Ratio(
        run.Report.Total.PerSecond(Admitted(run.Report.Classes[modelClass])),
        run.Fleet.Pools.Where(pool => pool.Class == modelClass).Sum(pool =>
            pool.Replicas * pool.Width * plan.PerAccelerator.GetValueOrDefault(pool.Name)));

    public static ConfidenceInterval Over(IReadOnlyList<VerifiedRun> runs, Func<VerifiedRun, double> of) =>
        ConfidenceInterval.OfRuns([.. runs.Select(of)]);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
