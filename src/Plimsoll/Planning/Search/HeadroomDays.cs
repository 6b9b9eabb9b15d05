using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Search;

/// <summary>The days of a horizon. Days with the same supply and policy share one computation.</summary>
internal sealed class HeadroomDays
{
    private const double DaysPerYear = 365;

    private readonly ServiceMargins service;
    private readonly ImmutableArray<Instant> days;
    private readonly ImmutableArray<Policy> policies;

    public HeadroomDays(ServiceMargins service, Instant from, Instant until, bool scheduled)
    {
        this.service = service;
        var day = Duration.FromDays(1);
        var all = ImmutableArray.CreateBuilder<Instant>();
        for (var at = from; at <= until; at += day)
            all.Add(at);
        days = all.ToImmutable();
        policies = [.. days.Select(at => scheduled ? service.Model.Timeline.At(at) : service.Policy)];
    }

    /// <summary>Multiple of the load before growth that is served on each day.</summary>
    public double[] CapacityUnder(Condition condition)
    {
        var known = new Dictionary<string, double>();
        var capacity = new double[days.Length];
        for (var i = 0; i < capacity.Length; i++)
        {
            if (i > 0 && !ReferenceEquals(policies[i], policies[i - 1]))
                known.Clear();
            var gone = GoneOn(i, condition);
            var state = StateOf(i, gone);
            if (!known.TryGetValue(state, out capacity[i]))
            {
                var fleet = Fleet.At(service.Model, days[i], service.Engines, gone);
                var load = service.LoadUnder(policies[i]);
                capacity[i] = new Adequacy(fleet, service.Model.CriterionOf(condition)).Of(load, 1).Multiple;
                known.Add(state, capacity[i]);
            }
        }

        return capacity;
    }

    /// <summary>Growth on a day, as stated or at a yearly factor from the first day on.</summary>
    public double GrowthAt(int day, double? perYear) => perYear is { } factor
        ? service.Model.Growth.At(days[0]) * Math.Pow(factor, day / DaysPerYear)
        : service.Model.Growth.At(days[day]);

    /// <summary>Days on which the margin crosses 1.</summary>
    public ImmutableArray<Crossing> Crossings(double[] capacity, double? perYear)
    {
        var crossings = ImmutableArray.CreateBuilder<Crossing>();
        var isEnough = true;
        for (var i = 0; i < capacity.Length; i++)
        {
            var margin = capacity[i] / GrowthAt(i, perYear);
            if (margin >= 1 == isEnough)
                continue;
            isEnough = !isEnough;
            var cause = CauseOf(capacity, i, isEnough);
            crossings.Add(new Crossing(
                days[i], isEnough, margin, cause, cause == CrossingCause.Supply ? ChangedOn(i) : []));
        }

        return crossings.ToImmutable();
    }

    /// <summary>The largest yearly factor at which every day until a date is served.</summary>
    public double GrowthBorne(double[] capacity, Instant until)
    {
        var start = GrowthAt(0, null);
        var borne = double.PositiveInfinity;
        for (var i = 0; i < capacity.Length && days[i] <= until; i++)
        {
            var spare = capacity[i] / start;
            if (i == 0 && spare < 1)
                return 0;
            if (i > 0)
                borne = Math.Min(borne, Math.Pow(spare, DaysPerYear / i));
        }

        return borne;
    }

    private CrossingCause CauseOf(double[] capacity, int day, bool isRise)
    {
        if (day == 0)
            return CrossingCause.Start;
        var moved = isRise ? capacity[day] > capacity[day - 1] : capacity[day] < capacity[day - 1];
        return !moved ? CrossingCause.Growth
            : ReferenceEquals(policies[day], policies[day - 1]) ? CrossingCause.Supply : CrossingCause.Policy;
    }

    private ImmutableArray<string> GoneOn(int day, Condition condition) => condition != Condition.Notice
        ? []
        :
        [
            .. service.Model.Sites.Where(site => site.Contract.WithdrawalFrom(days[0]) <= days[day])
                .Select(site => site.Name),
        ];

    private string StateOf(int day, ImmutableArray<string> gone) => string.Join(';', service.Model.Sites.Select(site =>
        gone.Contains(site.Name) ? "" : StateOf(site, days[day])));

    private static string StateOf(Site site, Instant at) => string.Create(
        CultureInfo.InvariantCulture,
        $"{site.InServiceAt(at):R},{site.Expansions.Count(expansion => expansion.IsThereAt(at))}");

    private ImmutableArray<string> ChangedOn(int day) =>
    [
        .. service.Model.Sites.Where(site => StateOf(site, days[day]) != StateOf(site, days[day - 1])
            || (site.Contract.WithdrawalFrom(days[0]) is { } gone && gone > days[day - 1] && gone <= days[day]))
            .Select(site => site.Name),
    ];
}
