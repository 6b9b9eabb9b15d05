using System.Collections.Immutable;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning.Allocation;

/// <summary>
/// A week of the small service on two sites with one pool each, alike but for their energy. Load is stated in
/// accelerators that it keeps busy, so that what is best can be reckoned by hand.
/// </summary>
internal sealed record SmallWeek
{
    private const double Available = 0.97;

    public double Old { get; init; } = 1000;
    public double New { get; init; } = 1000;
    public double NewMegawatts { get; init; } = 30;
    public Func<int, double> Large { get; init; } = _ => 0;
    public Func<int, double> Small { get; init; } = _ => 0;
    public Func<int, double> OldPrice { get; init; } = _ => 40;
    public Func<int, double> NewPrice { get; init; } = _ => 60;
    public double OldCarbon { get; init; } = 500;
    public double NewCarbon { get; init; } = 100;
    public double NewLeastDraw { get; init; }
    public TakeOrPay? TakeOrPay { get; init; }
    public ImmutableArray<EnergySource> OldSources { get; init; } = [];

    /// <summary>The old site has turbines that emit a kilogram of NOx for a megawatt-hour, and a cap on it.</summary>
    public double? OldNoxPerWeek { get; init; }

    /// <summary>What the grid costs that the old site has beside its turbines; null: it has none.</summary>
    public double? OldGridPrice { get; init; }
    public AllocationTerms Terms { get; init; } = new();
    public AllocationObjective Objective { get; init; } = AllocationObjective.Money;

    public AllocationCase Case()
    {
        var model = new SmallService
        {
            OldAccelerators = Old / Available,
            NewAccelerators = New / Available,
            NewMegawatts = NewMegawatts,
        }.Model();
        model = model with { Allocation = Terms, Sites = [.. model.Sites.Select(With)] };
        var week = AllocationCase.Of(model, model.Compare.Ramped, 1, Objective);
        return week with { Load = [Part(week, 0, Large), Part(week, 1, Small)] };
    }

    public AllocationReport Report() => AllocationReport.Of(Case());

    /// <summary>The operating point of a class, 0 the large one.</summary>
    public static OperatingPoint PointOf(AllocationCase week, int modelClass) => week.Fleet.PointOf(0, modelClass)!;

    /// <summary>Megawatts that an accelerator draws with a class.</summary>
    public static double Megawatts(AllocationCase week, int modelClass) =>
        PointOf(week, modelClass).PowerPerAccelerator.Value * week.Fleet.Sites[0].Site.PowerChain / 1e6;

    /// <summary>Output tokens that an accelerator serves of a class in an hour.</summary>
    public static double Tokens(AllocationCase week, int modelClass) =>
        PointOf(week, modelClass).RequestsPerSecond * week.Classes[modelClass].Traffic.Output * 3600;

    public static PoolWeek Pool(AllocationReport report, string site) =>
        report.Pools.Single(pool => report.Week.SiteOf(pool.Pool).Site.Name == site);

    public static ResourceWeek Resource(AllocationReport report, string name) =>
        report.Resources.Single(resource => resource.Name == name);

    public static double Optimum(AllocationReport report, AllocationGoal goal) =>
        report.Goals.Single(result => result.Goal == goal).Optimum;

    public static TrainingJob Training(double hours) => new("training", null, null, hours, 0, double.PositiveInfinity);

    /// <summary>A batch of the large class that keeps so many accelerators busy for an hour.</summary>
    public static BatchJob Batch(double acceleratorHours, int from, int within, int every = 168)
    {
        var week = new SmallWeek().Case();
        return new("batch", null, week.Classes[0] with { Name = "batch" }, acceleratorHours * Tokens(week, 0),
            from, within, every);
    }

    private static LoadPart Part(AllocationCase week, int modelClass, Func<int, double> accelerators) => new(
        modelClass, [], null, [.. Enumerable.Range(0, 168).Select(hour =>
            accelerators(hour) * PointOf(week, modelClass).RequestsPerSecond)]);

    private Site With(Site site)
    {
        var isOld = site.Name == "old";
        var price = isOld ? OldPrice : NewPrice;
        return site with
        {
            Energy = new SiteEnergy
            {
                Prices = [.. Enumerable.Range(0, 24).Select(hour => new EnergyPrice(price(hour)))],
                Carbon = [.. Enumerable.Repeat(new EmissionFactor(isOld ? OldCarbon : NewCarbon), 24)],
                LeastDraw = new Watts(isOld ? 0 : NewLeastDraw * 1e6),
            },
            Contract = isOld ? site.Contract : site.Contract with { TakeOrPay = TakeOrPay },
            Sources = !isOld ? [] : OldNoxPerWeek is null ? OldSources : [.. SourcesOf(site)],
            Permits = isOld && OldNoxPerWeek is { } most ? [PermitOf(most)] : [],
        };
    }

    private IEnumerable<EnergySource> SourcesOf(Site site)
    {
        if (OldGridPrice is { } price)
        {
            yield return new EnergySource.Grid
            {
                Name = "grid",
                Capacity = site.Power,
                Prices = [.. Enumerable.Repeat(new EnergyPrice(price), 24)],
            };
        }

        yield return new EnergySource.Generators
        {
            Name = "turbines",
            Capacity = site.Power,
            Units = 1,
            HeatRate = 10_000,
            Prices = [.. Enumerable.Range(0, 24).Select(hour => new EnergyPrice(OldPrice(hour)))],
            Air = new StackEmissions
            {
                Running = ImmutableSortedDictionary<Pollutant, EmissionFactor>.Empty.Add(Pollutant.Nox, new(1)),
            },
        };
    }

    private static AirPermit PermitOf(double kilogramsPerWeek) => new()
    {
        Name = "county",
        Title = "County",
        Sources = ["turbines"],
        Caps = ImmutableSortedDictionary<Pollutant, Mass>.Empty.Add(
            Pollutant.Nox, new Mass(kilogramsPerWeek * 365 / 7)),
    };
}
