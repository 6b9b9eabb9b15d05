using System.Globalization;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>Words and units of a footprint.</summary>
internal static class FootprintText
{
    /// <summary>Hours of a mean month: a twelfth of 365 days.</summary>
    public const double HoursPerMonth = 730;

    private const double Negligible = 1e-9;

    /// <summary>An impact in documents: a member of JSON, in its base unit.</summary>
    public static string Key(Impact impact) => impact switch
    {
        Impact.LocationCarbon => "locationCarbonKilograms",
        Impact.MarketCarbon => "marketCarbonKilograms",
        Impact.HourlyCarbon => "hourlyCarbonKilograms",
        Impact.FuelCarbon => "fuelCarbonKilograms",
        Impact.EmbodiedCarbon => "embodiedCarbonKilograms",
        Impact.SiteWater => "siteWaterLitres",
        Impact.SourceWater => "sourceWaterLitres",
        Impact.Nox => "noxKilograms",
        Impact.EnergyMoney => "energyUsd",
        Impact.CapacityMoney => "capacityUsd",
        _ => throw new ArgumentOutOfRangeException(nameof(impact)),
    };

    /// <summary>What the energy is used for.</summary>
    public static string Of(UseKind kind) => kind switch
    {
        UseKind.Serving => "serving",
        UseKind.Batch => "batch",
        UseKind.Training => "training",
        UseKind.StandBy => "held",
        UseKind.Idle => "idle",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The period.</summary>
    public static string Period(MeteredService metered)
    {
        var last = metered.From + Duration.FromHours(metered.Hours) - new Duration(1);
        return metered.Hours <= 24
            ? Figures.Day(metered.From) : $"{Figures.Day(metered.From)} to {Figures.Day(last)}";
    }

    /// <summary>What the figures count, in sentences.</summary>
    public static IEnumerable<string> Terms(FootprintReport report)
    {
        var metered = report.Footprint.Metered;
        yield return metered.Segments.Length == 1
            ? $"{Period(metered)}, UTC; the week in its middle stands for all of it."
            : $"{Period(metered)}, UTC; a week stands for each of {metered.Segments.Length} parts of it, cut at "
                + "months, policies, ramps and contracts.";
        yield return "Energy is counted at the meters of the sites, idle accelerators, servers, cooling and losses "
            + "included; its parts add up to the meters to the joule.";
        if (Unserved(report) is { } missing)
            yield return missing;
        if (report.Unborne.Value > 0)
        {
            yield return $"{Figures.Amount(report.Unborne.MegawattHours)} MWh of what is idle falls in hours in which "
                + "nothing works at its site, and no class or plan bears it.";
        }

        foreach (var meter in metered.Sites.Where(meter => meter.NotServed.Any(joules => joules > 0)))
        {
            yield return $"The sources of {meter.Site.Name} give "
                + $"{Figures.Amount(new Joules(meter.NotServed.Sum()).MegawattHours)} MWh less than is asked for, in "
                + $"{meter.NotServed.Count(joules => joules > 0)} h; work without power is not counted as done.";
        }
    }

    /// <summary>What found no room, where anything did not; null: all was served.</summary>
    private static string? Unserved(FootprintReport report)
    {
        var missing = string.Join(", ", report.Unserved().Where(one => one.Share > Negligible)
            .Select(one =>
                $"{Figures.Percent(one.Share)} of {one.Class} ({Figures.Amount(one.Tokens)} output tokens)"));
        return missing.Length == 0
            ? null : $"Not served, because the fleet has no room for it, and not counted: {missing}.";
    }

    /// <summary>That nothing is in service in a period, and what to do.</summary>
    public static string NothingIn(ServiceModel model, MeteredService metered) =>
        $"In {Period(metered)} no site is in service; expected a period with supply: the ramps of the scenario "
        + $"begin on {Figures.Day(model.Sites.Min(site => site.Ramp.Points.Min()))}.";

    /// <summary>A plan, its price of a month, its cost and what is left.</summary>
    public static string[] Margin(PlanMargin margin) =>
    [
        margin.Plan,
        .. new[] { margin.Price, margin.Cost, margin.Left }
            .Select(usd => usd is { } known ? Figures.Amount(known) : "–"),
    ];

    /// <summary>Megawatts.</summary>
    public static string Megawatts(double megawatts) => megawatts.ToString("#,0.0", CultureInfo.InvariantCulture);
}
