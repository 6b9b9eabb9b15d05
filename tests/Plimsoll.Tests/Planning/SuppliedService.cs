using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning;

/// <summary>The small service whose new site has sources of its own, permits or a curtailment.</summary>
internal static class SuppliedService
{
    public static ServiceModel With(
        this ServiceModel model,
        ImmutableArray<EnergySource> sources,
        CurtailmentTerms? curtailment = null,
        params AirPermit[] permits) => model with
        {
            Sites =
        [
            .. model.Sites.Select(site => site.Name != "new" ? site : site with
            {
                Sources = sources,
                Curtailment = curtailment,
                Permits = [.. permits],
            }),
        ],
        };

    public static EnergySource.Grid Grid(double megawatts) =>
        new() { Name = "grid", Capacity = new Watts(megawatts * 1e6) };

    /// <summary>Turbines that emit so many kilograms of NOx and of CO for a megawatt-hour.</summary>
    public static EnergySource.Generators Turbines(
        double megawatts, double nox = 1, double co = 0, string name = "turbines") => new()
        {
            Name = name,
            Capacity = new Watts(megawatts * 1e6),
            Units = 10,
            HeatRate = 10_000,
            Air = new StackEmissions
            {
                Running = ImmutableSortedDictionary<Pollutant, EmissionFactor>.Empty
                .Add(Pollutant.Nox, new EmissionFactor(nox)).Add(Pollutant.Co, new EmissionFactor(co)),
            },
        };

    /// <summary>Panels that give all of their capacity at noon and nothing at night.</summary>
    public static EnergySource.Solar Solar(double megawatts) => new()
    {
        Name = "panels",
        Capacity = new Watts(megawatts * 1e6),
        Output = [.. Enumerable.Range(0, 12 * 24).Select(i => Math.Max(0, Math.Sin((i % 24 - 6) * Math.PI / 12)))],
    };

    /// <summary>A permit of so many kilograms a week.</summary>
    public static AirPermit Permit(double? nox, double? co = null, params string[] sources) => new()
    {
        Name = "county",
        Title = "The county",
        Sources = sources.Length == 0 ? ["turbines"] : [.. sources],
        Caps = Caps((Pollutant.Nox, nox), (Pollutant.Co, co)),
    };

    public static CurtailmentTerms Curtailment(double depth, int? from = null, ClockCap? clocks = null) => new()
    {
        Depth = depth,
        PerYear = Duration.FromHours(44),
        Length = Duration.FromHours(2),
        Longest = Duration.FromHours(4),
        From = from,
        Clocks = clocks,
    };

    /// <summary>Served over required with everything in service, and the week that is allocated of it.</summary>
    public static (Margin Margin, Adequacy Adequacy, AllocationCase Week) Normal(this ServiceModel model)
    {
        var week = AllocationCase.Of(model, model.Compare.Ramped, 1, AllocationObjective.Money);
        var adequacy = new Adequacy(week.Fleet, Criterion.Normal);
        return (adequacy.Of(LoadOf(week), 1), adequacy, week);
    }

    /// <summary>Requests per second by hour and class.</summary>
    public static double[] LoadOf(AllocationCase week)
    {
        var load = new double[WeekShape.Hours * week.Classes.Length];
        foreach (var part in week.Load)
        {
            for (var hour = 0; hour < WeekShape.Hours; hour++)
                load[(hour * week.Classes.Length) + part.Class] += part.Requests[hour];
        }

        return load;
    }

    /// <summary>Part of a multiple of the week's load that its best allocation does not serve.</summary>
    public static double Unserved(AllocationCase week, double multiple)
    {
        var report = AllocationReport.Of(week with
        {
            Load =
            [
                .. week.Load.Select(part => part with { Requests = [.. part.Requests.Select(r => r * multiple)] }),
            ],
        });
        return report.Load.Sum(load => load.Unserved) / report.Load.Sum(load => load.Asked);
    }

    private static ImmutableSortedDictionary<Pollutant, Mass> Caps(params (Pollutant Pollutant, double? PerWeek)[] caps)
        => caps.Where(cap => cap.PerWeek is not null).ToImmutableSortedDictionary(
            cap => cap.Pollutant, cap => new Mass(cap.PerWeek!.Value * 365 / 7));
}
