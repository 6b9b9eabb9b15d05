using System.Collections.Immutable;
using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Reliability;

/// <summary>
/// How likely it is that a service's supply does not carry its load in a period. Twice: in one currency, by
/// convolution, where sites are worth what they can serve at fixed prices, so that load is lost at least as told; and
/// between two bounds, by the programme of the whole fleet in each of its likely states. Not thread-safe.
/// </summary>
public sealed class ServiceAdequacy
{
    /// <summary>Capacities lie on a grid of so many steps.</summary>
    private const int Steps = 20_000;

    /// <summary>So many times its capacity at fixed prices no fleet serves: more need not be told apart.</summary>
    private const int MostFleets = 16;

    /// <summary>States of the fleet that are less likely are not looked at; the bounds allow for either.</summary>
    private const double LeastLikely = 1e-9;

    /// <summary>The part of a source that its margin is told by.</summary>
    private const double LastPart = 0.05;

    private readonly ServiceModel model;
    private readonly Dictionary<int, JointStates> states = [];

    private ServiceAdequacy(
        ServiceModel model, ServicePeriod period, ServiceSupply supply, Equivalents worth, ServiceLoad load)
    {
        this.model = model;
        Period = period;
        Supply = supply;
        Worth = worth;
        Load = load;
        Tables = new(SystemOf(supply));
        Report = OutageReport.Of(Tables);
        Capability = new(worth, new(supply.Fleet, Criterion.Normal), load);
    }

    /// <summary>The period.</summary>
    public ServicePeriod Period { get; }

    /// <summary>Names of the model classes, in the order of prices.</summary>
    public IEnumerable<string> Classes => model.Classes.Select(modelClass => modelClass.Name);

    /// <summary>The sites as sources.</summary>
    public ServiceSupply Supply { get; }

    /// <summary>What is asked for.</summary>
    public ServiceLoad Load { get; }

    /// <summary>The currency: prices of the state of the fleet in which most load is lost.</summary>
    public Equivalents Worth { get; }

    /// <summary>What states of the fleet serve.</summary>
    public StateCapability Capability { get; }

    /// <summary>The tables at fixed prices.</summary>
    public OutageTables Tables { get; }

    /// <summary>What is lost at fixed prices.</summary>
    public OutageReport Report { get; }

    /// <summary>How far demand may come out from its mean.</summary>
    public Criterion Criterion => model.Criterion;

    /// <summary>Why a service cannot be assessed, in words; null: it can.</summary>
    public static string? Obstacle(ServiceModel model) =>
        model.Populations.IsEmpty && model.Organizations.IsEmpty
            ? "nobody uses the service, so that no load can be lost; state populations or organizations"
        : model.Criterion.DemandVariation >= 1.0 / 3
            ? "criterion.demand-variation: expected below a third, of which three standard deviations leave some load"
            : null;

    /// <summary>Assesses a period.</summary>
    /// <param name="model">A service without an <see cref="Obstacle"/>.</param>
    /// <param name="period">The period.</param>
    public static ServiceAdequacy Of(ServiceModel model, ServicePeriod period)
    {
        var load = ServiceLoad.Of(model, period);
        var fleet = Fleet.Of(model, period.Start, new EngineTable(), site => Enumerable.Range(0, period.Days)
            .Any(day => site.InServiceAt(period.Start + Duration.FromDays(day)) > 0) ? 1 : 0);
        var supply = new ServiceSupply(model, fleet, load.Start, load.Hours);
        SiteState[] whole = [.. fleet.Sites.Select(_ => SiteState.Whole)];
        var first = new ServiceAdequacy(model, period, supply, Equivalents.Where(fleet, load, whole), load);
        if (first.WorstState() is not { } worst)
            return first;

        // What is lost at any prices is lost: the prices that tell more of it are the better ones.
        var second = new ServiceAdequacy(model, period, supply, Equivalents.Where(fleet, load, worst.AsSpan()), load);
        return second.Report.Total.LossHours > first.Report.Total.LossHours ? second : first;
    }

    /// <summary>Every state of the fleet at an hour, but the least likely ones.</summary>
    public JointStates StatesAt(int hour)
    {
        if (!states.TryGetValue(hour, out var known))
            states.Add(hour, known = JointStates.At(Supply, hour, LeastLikely));
        return known;
    }

    /// <summary>
    /// Between what indices are, by the programme, of all that is asked for once the categories before one are shed.
    /// </summary>
    /// <param name="category">Its place; 0 for everything. Unserved is of all of them together.</param>
    public OutageBounds BoundsFrom(int category)
    {
        var (system, load) = (Tables.System, Tables.System.LoadFrom(category));
        var highest = load.Max() * system.Forecast.Outcomes.Max(outcome => outcome.Multiple) / system.Step;
        var enough = (int)Math.Min(Math.Ceiling(highest), MostFleets * Steps);
        var fixedPrices = Report.Categories[category];
        var most = Indices(range => (int)Math.Floor(Math.Min(range.Least / system.Step, enough)), 0);
        var least = Indices(range => (int)Math.Ceiling(Math.Min(range.Most / system.Step, enough)), enough);

        // What is lost at any prices is lost; the grid may place either of them a little differently.
        return new(
            least with
            {
                LossHours = Math.Min(most.LossHours, Math.Max(least.LossHours, fixedPrices.LossHours)),
                LossDays = Math.Min(most.LossDays, Math.Max(least.LossDays, fixedPrices.LossDays)),
            },
            most);

        OutageIndices Indices(Func<ServedRange, int> steps, int leftOut) => OutageReport.Indices(
            Load.Categories[category], new(system, hour => Served(hour, category, steps, leftOut)), load);
    }

    /// <summary>What every contract is worth, and every site of a contract that has several.</summary>
    public IEnumerable<SourceWorth> Worths()
    {
        foreach (var contract in Supply.Providers.SelectMany(provider => provider.Contracts)
            .OrderBy(contract => contract.Name, StringComparer.Ordinal))
        {
            yield return WorthOf(contract, ServiceSupply.NameOfContract(contract.Name));
            foreach (var site in contract.Sites.Where(_ => contract.Sites.Length > 1))
                yield return WorthOf(contract, ServiceSupply.NameOfSite(Supply.Fleet.Sites[site].Site.Name));
        }
    }

    private SourceWorth WorthOf(ContractSites contract, string source)
    {
        var alone = new OutageTables(SystemOf(Supply.WithoutCommonCauses(contract)));
        return new(
            CarryingCapability.Of(Tables, source),
            CarryingCapability.OfPart(Tables, source, LastPart),
            CarryingCapability.Of(alone, source));
    }

    /// <summary>The state of the fleet that has most of the loss; null: none, or only where nothing is left.</summary>
    private ImmutableArray<SiteState>? WorstState()
    {
        var load = Report.System.LoadFrom(0);
        int[] starts = [.. Supply.Changes.Append(0).Where(hour => hour < load.Length).Distinct().Order()];
        var worst = default((double Lost, ImmutableArray<SiteState>? State));
        for (var spell = 0; spell < starts.Length; spell++)
        {
            var end = spell + 1 < starts.Length ? starts[spell + 1] : load.Length;
            foreach (var state in StatesAt(starts[spell]).States)
            {
                var capacity = Worth.Of(state.Sites.AsSpan());
                var lost = 0;
                for (var hour = starts[spell]; hour < end; hour++)
                    lost += load[hour] > capacity ? 1 : 0;
                if (capacity > 0 && lost * state.Probability > worst.Lost)
                    worst = (lost * state.Probability, state.Sites);
            }
        }

        return worst.State;
    }

    private OutageSystem SystemOf(ServiceSupply supply)
    {
        var capacity = Enumerable.Range(0, supply.Fleet.Sites.Length).Sum(site => Worth.OfSite(site, 1));
        return new()
        {
            Unit = $"{Worth.Kind} equivalents",
            Step = capacity > 0 ? capacity / Steps : 1,
            Sources = supply.Sources(Worth.OfSite),
            Categories = [.. Load.Categories.Select((name, i) => new LoadCategory(name, WorthOf(i)))],
            Forecast = LoadForecast.Normal(model.Criterion.DemandVariation),
        };
    }

    private ImmutableArray<double> WorthOf(int category) =>
    [
        .. Enumerable.Range(0, Load.Hours).Select(hour =>
            Worth.Of(Load.From(category, hour)) - Worth.Of(Load.From(category + 1, hour))),
    ];

    /// <summary>How likely each capacity is by what states serve.</summary>
    private CapacityDistribution Served(int hour, int category, Func<ServedRange, int> steps, int leftOut)
    {
        var all = StatesAt(hour);
        return CapacityDistribution.Of(all.States
            .Select(state => new CapacityStep(
                steps(Capability.Of(state.Sites.AsSpan(), category)), state.Probability, 0))
            .Append(new(leftOut, all.LeftOut, 0)));
    }
}

/// <summary>Between what indices are.</summary>
/// <param name="AtLeast">All that is lost for certain.</param>
/// <param name="AtMost">All that may be lost.</param>
public sealed record OutageBounds(OutageIndices AtLeast, OutageIndices AtMost);

/// <summary>What a contract or a site is worth.</summary>
/// <param name="AsItIs">With everything that may happen to it.</param>
/// <param name="Margin">Its last twentieth, which is what more or less of it is worth.</param>
/// <param name="Independent">Did only its feeds and blocks fail, each on its own, and nothing common to them.</param>
public sealed record SourceWorth(
    CarryingCapability AsItIs, CarryingCapability Margin, CarryingCapability Independent);
