using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Horizon;

/// <summary>
/// Plans a service month by month under every condition. A pure function of the model. Not thread-safe: it remembers
/// operating points and fleets of one model.
/// </summary>
public sealed class HorizonPlanner(ServiceModel model)
{
    private static readonly Condition[] Conditions = Enum.GetValues<Condition>();

    private readonly EngineTable engines = new();

    /// <summary>Plans.</summary>
    /// <param name="from">First day.</param>
    /// <param name="months">How many months. 1 or more.</param>
    public HorizonReport Plan(Instant from, int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        var mondays = MondaysFrom(from).Take(months).ToArray();
        return new HorizonReport
        {
            Model = model,
            Ahead = model.Conditions.GrowthAfter,
            Notice = model.Conditions.Notice,
            Months = [.. mondays.Select(MonthOf)],
            Events = HorizonEvents.Between(model, from, mondays[^1] + Duration.FromDays(7)),
        };
    }

    /// <summary>The first Monday from a day on, and the first of every calendar month after it.</summary>
    private static IEnumerable<Instant> MondaysFrom(Instant from)
    {
        var next = WeekShape.MondayOf(from + Duration.FromDays(7) - new Duration(1));
        while (true)
        {
            yield return next;
            var date = next.Date;
            var first = new DateOnly(date.Year, date.Month, 1).AddMonths(1);
            next = WeekShape.MondayOf(Instant.FromDate(first.AddDays(6)));
        }
    }

    private HorizonMonth MonthOf(Instant monday)
    {
        var week = new WeekLoad(model.Classes, model.Populations, model.Organizations, monday);
        var policy = model.Timeline.At(monday);
        var load = week.Under(policy);
        var fleet = Fleet.At(model, monday, engines, []);
        var cases = Conditions.Select(condition => MonthCase.Of(model, condition, monday)).ToArray();
        var fleets = new List<(MonthCase Case, Adequacy Adequacy)>();
        var adequacies = cases.Select(asked => AdequacyOf(asked, fleets)).ToArray();
        var outlooks = Conditions.Select((condition, i) =>
            Outlook(condition, adequacies[i], load, model.Growth.At(cases[i].At), cases[i].Criterion)).ToArray();
        var normal = outlooks[0];
        return new HorizonMonth
        {
            Monday = monday,
            Conditions = [.. outlooks],
            Supply = [.. fleet.Sites.Select((site, index) => new SiteSupply(
                site.Site.Name,
                site.Site.Contract.Name,
                fleet.Pools.Where(pool => pool.Site == index).Sum(pool => pool.Accelerators),
                site.Power))],
            Load = [.. LoadAt(load, normal.Binding?.Hour ?? 0).Select(l => l * model.Growth.At(monday))],
            Bundles = Bundles(policy, week, cases, adequacies),
        };
    }

    /// <summary>The fleet of a condition; conditions that count the same have the same one.</summary>
    private Adequacy AdequacyOf(MonthCase asked, List<(MonthCase Case, Adequacy Adequacy)> known)
    {
        foreach (var (one, adequacy) in known)
        {
            if (one.At == asked.At && one.Criterion == asked.Criterion && one.Except.SequenceEqual(asked.Except))
                return adequacy;
        }

        var made = new Adequacy(Fleet.At(model, asked.At, engines, asked.Except), asked.Criterion);
        known.Add((asked, made));
        return made;
    }

    private MonthOutlook Outlook(
        Condition condition, Adequacy adequacy, double[] load, double growth, Criterion criterion)
    {
        var margin = adequacy.Of(load, growth);
        if (double.IsPositiveInfinity(margin.Multiple))
            return new MonthOutlook(condition, margin.Multiple, 0, null);
        var required = LoadAt(load, margin.Hour).Sum() * growth * criterion.DemandMultiple;
        return new MonthOutlook(condition, margin.Multiple, required, adequacy.Explain(margin));
    }

    /// <summary>Output tokens per second in an hour by class, before growth.</summary>
    private IEnumerable<double> LoadAt(double[] load, int hour) =>
        model.Classes.Select((served, c) => load[(hour * model.Classes.Length) + c] * served.Traffic.Output);

    private ImmutableArray<BundleOutlook> Bundles(
        Policy policy, WeekLoad week, MonthCase[] cases, Adequacy[] adequacies) =>
    [
        .. PolicyDifference.Bundles(policy, model.Classes).Select(bundle => new BundleOutlook(
            bundle.Key,
            bundle.Title,
            [.. cases.Select((asked, i) => LoadLine.Of(
                bundle, adequacies[i], week.Under, model.Growth.At(asked.At)).Multiple)])),
    ];
}
