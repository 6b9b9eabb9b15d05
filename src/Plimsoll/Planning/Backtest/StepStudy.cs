using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>Holds one change of limits against supply and demand.</summary>
internal sealed class StepStudy(ServiceDays days, PolicyStep step)
{
    private const int MostDays = 730;
    private const double DaysPerYear = 365;

    private readonly ServiceModel model = days.Model;

    /// <summary>Everything about the change.</summary>
    /// <param name="evidence">What it rests on; null: that is not looked at.</param>
    public StepOutlook Outlook(StepEvidence? evidence)
    {
        var day = Moment(step.At);
        var end = RampedAt;
        var ramped = end == step.At ? day : Moment(end);
        return new StepOutlook
        {
            Key = step.Key,
            Title = step.Title,
            IsWholeDay = step.IsWholeDay,
            Day = day,
            Ramped = ramped,
            Added = Added(),
            Line = step.SingleLimit is { } limit ? LineOf(limit, end) : null,
            OutgrownAt = OutgrownAt(),
            NextChangeAt = NextChangeAt(),
            BearableGrowth = PerYear(ramped.Demand * ramped.After.Storm, end),
            AssumedGrowth = PerYear(ramped.Demand, end),
            Evidence = evidence,
        };
    }

    /// <summary>Storm where it is tighter, on the day or at the end of the ramp.</summary>
    public double Decisive()
    {
        var day = Storm(step.After, step.At);
        return RampedAt == step.At ? day : Math.Min(day, Storm(step.After, RampedAt));
    }

    /// <summary>End of the ramp for changes between the dates compared; else the day itself.</summary>
    private Instant RampedAt =>
        step.At > model.Compare.Before && step.At <= model.Compare.Ramped ? model.Compare.Ramped : step.At;

    private double Storm(Policy policy, Instant at) =>
        days.Margin(policy, step.At, at, days.FleetAt(at, isAlone: false), model.Criterion);

    private StepMoment Moment(Instant at)
    {
        var fleet = days.FleetAt(at, isAlone: false);
        var alone = days.FleetAt(at, isAlone: true);
        var hasNew = alone.Sites.Length < fleet.Sites.Length;
        return new StepMoment(
            at,
            model.Growth.At(at),
            Margins(step.Before, at, fleet),
            Margins(step.After, at, fleet),
            hasNew ? Margins(step.Before, at, alone) : null,
            hasNew ? Margins(step.After, at, alone) : null);
    }

    private ConditionMargins Margins(Policy policy, Instant at, Fleet fleet)
    {
        return new ConditionMargins(
            Under(Criterion.Normal), Under(model.Criterion.WithoutOutage), Under(model.Criterion));

        double Under(Criterion criterion) => days.Margin(policy, step.At, at, fleet, criterion);
    }

    private LoadLine LineOf(Dial limit, Instant end) => LoadLine.Of(
        limit, new Adequacy(days.FleetAt(end, isAlone: false), model.Criterion), days.Week(step.At).Under,
        model.Growth.At(end));

    private AddedLoad Added()
    {
        var growth = model.Growth.At(step.At);
        var (before, after) = (days.Load(step.Before, step.At), days.Load(step.After, step.At));
        var output = model.Classes.Select(c => c.Traffic.Output).ToArray();
        var (was, now) = (Hours(before, output), Hours(after, output));
        var (wasPeak, nowPeak) = (Array.IndexOf(was, was.Max()), Array.IndexOf(now, now.Max()));
        var total = was.Sum();
        return new AddedLoad(
            nowPeak,
            growth * was[wasPeak],
            growth * now[nowPeak],
            growth * Hours(before, Credits(step.Before))[wasPeak],
            growth * Hours(after, Credits(step.After))[nowPeak],
            total > 0 ? (now.Sum() / total) - 1 : 0);
    }

    /// <summary>The sum over classes of requests times a weight, hour by hour.</summary>
    private static double[] Hours(double[] load, double[] weights) =>
        [.. load.Chunk(weights.Length).Select(hour => hour.Zip(weights, (requests, w) => requests * w).Sum())];

    private double[] Credits(Policy policy) =>
        [.. model.Classes.Select(c => WeekLoad.CreditsPerRequest(c.Traffic, policy.Classes[c.Name].Weights))];

    private Instant? OutgrownAt()
    {
        for (var day = 0; day <= MostDays; day++)
        {
            var at = step.At + Duration.FromDays(day);
            var fleet = days.FleetAt(at, isAlone: false);
            if (days.Margin(step.After, step.At, at, fleet, model.Criterion, enough: 1) < 1)
                return at;
        }

        return null;
    }

    private Instant? NextChangeAt()
    {
        foreach (var version in model.Timeline.Versions)
        {
            if (version.EffectiveFrom > step.At)
                return version.EffectiveFrom;
        }

        return null;
    }

    /// <summary>The growth per year that reaches a multiple of the scenario's demand at an instant.</summary>
    private double? PerYear(double demand, Instant at)
    {
        var years = (at - model.Growth.Base).Seconds / (DaysPerYear * 86_400);
        return years <= 0 ? null : Math.Pow(demand, 1 / years);
    }
}
