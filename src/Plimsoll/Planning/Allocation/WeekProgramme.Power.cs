using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <content>Where the power of an hour comes from, and what a curtailment leaves of it.</content>
internal sealed partial class WeekProgramme
{
    /// <summary>Dollars per megawatt-hour that keep sources of one price in the operator's order.</summary>
    private const double InOrder = 1e-3;

    private readonly Dictionary<WeekColumn, double> merit = [];

    /// <summary>Sources of a site; empty: its power comes from one grid.</summary>
    public ImmutableArray<EnergySource> SourcesOf(int site) => week.Fleet.Sites[site].Site.Sources;

    private double InService(FleetSite site) => site.Site.InServiceAt(week.At);

    private ImmutableArray<SourceStep> StepsOf(int site, int hour, double ofGrid) => MeritOrder.Of(
        SourcesOf(site), week.HourOfDay(hour), InService(week.Fleet.Sites[site]), ofGrid);

    /// <summary>Constraints of a battery's week, and of the days after curtailments.</summary>
    private void AddPowerOfWeek()
    {
        for (var s = 0; s < week.Fleet.Sites.Length; s++)
        {
            for (var k = 0; k < SourcesOf(s).Length; k++)
            {
                if (SourcesOf(s)[k] is not EnergySource.Storage)
                    continue;
                for (var hour = 0; hour < WeekShape.Hours; hour++)
                {
                    AddRow(WeekRowKind.Held, hour, s, k, 0, 0, 0,
                        $"what {SourcesOf(s)[k].Name} at {week.Fleet.Sites[s].Site.Name} holds");
                }
            }
        }

        for (var e = 0; e < week.Events.Length; e++)
        {
            var (site, most) = (week.Events[e].Site, week.Events[e].MostAfter);
            if (!double.IsInfinity(most))
                AddRow(WeekRowKind.Rebound, -1, e, 0, most, None, most, $"the day after {site} gave way");
        }
    }

    private void AddPowerRows(int hour, int site)
    {
        var (there, name) = (week.Fleet.Sites[site], week.Fleet.Sites[site].Site.Name);
        var ofGrid = week.OfGridAt(site, hour);
        var power = there.Power.Value / WattsPerMegawatt * (SourcesOf(site).IsEmpty ? ofGrid : 1);
        var least = Math.Min(power, there.Site.Energy.LeastDraw.Value / WattsPerMegawatt);
        AddRow(WeekRowKind.Power, hour, site, 0, power, least > 0 ? least : None, power, $"power at {name}");
        if (SourcesOf(site).IsEmpty)
            return;
        AddRow(WeekRowKind.Supply, hour, site, 0, 0, 0, 0, $"what the sources of {name} give");
        var steps = StepsOf(site, hour, 1);
        var grid = steps.Where(step => IsGrid(site, step.Source)).Sum(Megawatts) * ofGrid;
        if (steps.Any(step => IsGrid(site, step.Source)))
            AddRow(WeekRowKind.Grid, hour, site, 0, grid, None, grid, $"grid at {name}");
        foreach (var plant in steps.GroupBy(step => step.Source))
        {
            if (SourcesOf(site)[plant.Key] is not EnergySource.Generators turbines)
                continue;
            var most = plant.Sum(Megawatts);
            AddRow(WeekRowKind.Plant, hour, site, plant.Key, most, None, most, $"{turbines.Name} at {name}");
        }
    }

    private bool IsGrid(int site, int source) => SourcesOf(site)[source] is EnergySource.Grid;

    private static double Megawatts(SourceStep step) => step.Most.Value / WattsPerMegawatt;

    private void AddSources(int hour, int site)
    {
        var steps = StepsOf(site, hour, week.OfGridAt(site, hour));
        var (price, first) = (0.0, steps.Select(step => step.Price.DollarsPerMegawattHour).DefaultIfEmpty().Min());
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            // What runs in any case costs at the margin no more than what it stands in for. What the operator wants
            // later counts at no less than what comes before it: so the programme keeps the order.
            price = step.IsMustRun ? first : Math.Max(price, step.Price.DollarsPerMegawattHour);
            var isBounded = step.IsMustRun || SourcesOf(site)[step.Source] is EnergySource.Solar;
            var use = new WeekColumn(WeekColumnKind.Source, hour, site, step.Source, step.IsMustRun ? 1 : 0);
            var column = AddColumn(use, isBounded ? Megawatts(step) : double.PositiveInfinity);
            merit.Add(use, price + (InOrder * (i + 1)));
            Model.SetCoefficient(RowOf(WeekRowKind.Supply, hour, site), column, -1);
            SetPermits(column, site, SourcesOf(site)[step.Source]);
            if (IsGrid(site, step.Source))
            {
                Model.SetCoefficient(RowOf(WeekRowKind.Grid, hour, site), column, 1);
                SetRebound(column, hour, site, 1);
            }
            else if (RowOf(WeekRowKind.Plant, hour, site, step.Source) is >= 0 and var plant)
                Model.SetCoefficient(plant, column, 1);
        }

        for (var k = 0; k < SourcesOf(site).Length; k++)
        {
            if (SourcesOf(site)[k] is EnergySource.Storage battery)
                AddStorage(hour, site, k, battery, price + (InOrder * (steps.Length + 1)));
        }
    }

    private void SetPermits(int column, int site, EnergySource source)
    {
        for (var p = 0; p < Permits.Length; p++)
        {
            if (Permits[p].Site == site && Permits[p].KilogramsPerMegawattHour(source) is > 0 and var kilograms)
                Model.SetCoefficient(RowOf(WeekRowKind.Permit, -1, p), column, kilograms);
        }
    }

    /// <summary>Adds an hour of a battery: it gives what nothing else can, so it costs more than all else.</summary>
    private void AddStorage(int hour, int site, int source, EnergySource.Storage battery, double price)
    {
        var part = battery.IsThereAt(week.At) ? InService(week.Fleet.Sites[site]) : 0;
        var power = battery.Capacity.Value * part / WattsPerMegawatt;
        var full = battery.Energy.MegawattHours * part;
        var supply = RowOf(WeekRowKind.Supply, hour, site);
        var held = RowOf(WeekRowKind.Held, hour, site, source);
        var next = RowOf(WeekRowKind.Held, (hour + 1) % WeekShape.Hours, site, source);
        var put = AddColumn(new(WeekColumnKind.Charge, hour, site, source, 0), power);
        Model.SetCoefficient(supply, put, 1);
        Model.SetCoefficient(held, put, -battery.RoundTrip);
        var use = new WeekColumn(WeekColumnKind.Discharge, hour, site, source, 0);
        var taken = AddColumn(use, power);
        merit.Add(use, price + battery.PriceAt(hour % HoursPerDay).DollarsPerMegawattHour);
        Model.SetCoefficient(supply, taken, -1);
        Model.SetCoefficient(held, taken, 1);
        var holds = AddColumn(new(WeekColumnKind.Held, hour, site, source, 0), full, full * battery.Reserve);
        Model.SetCoefficient(held, holds, 1);
        Model.SetCoefficient(next, holds, -1);
    }

    private void SetRebound(int column, int hour, int site, double megawatts)
    {
        for (var e = 0; e < week.Events.Length; e++)
        {
            if (week.Events[e].Site == week.Fleet.Sites[site].Site.Name && week.Events[e].IsFollowedBy(hour)
                && RowOf(WeekRowKind.Rebound, -1, e) is >= 0 and var rebound)
                Model.SetCoefficient(rebound, column, megawatts);
        }
    }

    private double CarbonOf(WeekColumn column)
    {
        if (column.Kind == WeekColumnKind.Source)
            return SourcesOf(column.Place)[column.Item].CarbonAt(column.Hour % HoursPerDay).KilogramsPerMegawattHour;
        var (site, drawn) = DrawOf(column);
        return site >= 0 && SourcesOf(site).IsEmpty
            && week.Fleet.Sites[site].Site.Energy.Carbon is { IsEmpty: false } carbon
            ? drawn * carbon[column.Hour % HoursPerDay].KilogramsPerMegawattHour : 0;
    }
}
