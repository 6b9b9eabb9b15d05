using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Power;

/// <summary>One hour of a dispatch.</summary>
internal sealed class DispatchHour
{
    private readonly SourcePlant[] plants;
    private readonly ImmutableArray<SourceStep> steps;
    private readonly SourcePlant[] batteries;
    private readonly bool mayCharge;

    public DispatchHour(SourcePlant[] plants, ImmutableArray<SourceStep> steps, Instant at, bool mayCharge)
    {
        this.plants = plants;
        this.steps = steps;
        this.mayCharge = mayCharge;
        batteries = [.. plants.Where(plant => plant.Source is EnergySource.Storage && plant.Source.IsThereAt(at))];
        foreach (var group in steps.GroupBy(step => step.Source))
            plants[group.Key].Allow(SourcePlant.Whole(group.Sum(step => step.Most.Value)));
    }

    /// <summary>Gives what is asked for and returns what cannot be given.</summary>
    public long Serve(long asked)
    {
        // What generators cannot follow batteries take before other sources do.
        var behind = Behind(asked);
        var bridged = Math.Max(0, behind) - Discharge(Math.Max(0, behind));
        asked += Charge(Math.Max(0, -behind)) - bridged;
        var most = plants.Sum(plant => plant.Spare);
        var left = Discharge(Math.Max(0, asked - most));
        var charged = mayCharge && bridged == 0 && asked < most ? Charge(most - asked) : 0;
        left += Fill(Math.Min(asked, most) + charged);
        foreach (var plant in plants.Where(plant => plant.Source is EnergySource.Generators && plant.Given > 0))
            left += KeepLeastLoad(plant);
        return left;
    }

    /// <summary>
    /// By how much generators give less than they would if they could follow at once; less than zero: more.
    /// </summary>
    private long Behind(long asked)
    {
        if (Array.TrueForAll(plants, plant => plant.Spare == plant.SpareAtOnce && plant.Floor == 0))
            return 0;
        var wanted = new long[plants.Length];
        foreach (var step in steps)
        {
            var spare = plants[step.Source].SpareAtOnce - wanted[step.Source];
            var given = Math.Min(asked, step.IsMustRun ? Math.Min(spare, SourcePlant.Whole(step.Most.Value)) : spare);
            wanted[step.Source] += given;
            asked -= given;
        }

        return plants.Select((plant, i) => wanted[i] - Math.Clamp(wanted[i], plant.Floor, plant.Spare)).Sum();
    }

    /// <summary>Takes from batteries; returns what they cannot give.</summary>
    private long Discharge(long asked)
    {
        foreach (var battery in batteries)
        {
            var taken = Math.Min(asked, battery.MayDischarge);
            battery.Discharge(taken);
            asked -= taken;
        }

        return asked;
    }

    /// <summary>Fills batteries from what sources have to spare; returns what they take.</summary>
    private long Charge(long spare)
    {
        var put = 0L;
        foreach (var battery in batteries)
        {
            var more = Math.Min(spare - put, battery.MayCharge);
            battery.Charge(more);
            put += more;
        }

        return put;
    }

    /// <summary>Gives in merit order; returns what is left.</summary>
    private long Fill(long asked)
    {
        foreach (var plant in plants)
        {
            var given = Math.Min(asked, plant.Floor);
            plant.Give(given);
            asked -= given;
        }

        foreach (var step in steps)
        {
            var plant = plants[step.Source];
            var most = step.IsMustRun
                ? Math.Max(0, SourcePlant.Whole(step.Most.Value) - Math.Max(0, plant.Given)) : plant.Spare;
            var given = Math.Min(asked, Math.Min(plant.Spare, most));
            plant.Give(given);
            asked -= given;
        }

        return asked;
    }

    /// <summary>
    /// Keeps units at their least load or above: others give less, or, where they give too little already, one unit
    /// less runs and others give more. Returns what then is left.
    /// </summary>
    private long KeepLeastLoad(SourcePlant plant)
    {
        var least = (long)Math.Ceiling(plant.Running * plant.Unit * ((EnergySource.Generators)plant.Source).LeastLoad);
        var missing = least - plant.Given;
        if (missing <= 0)
            return 0;
        var others = steps.Reverse().Select(step => plants[step.Source]).Distinct()
            .Where(other => other.Source is not EnergySource.Generators).ToList();
        if (plant.Spare >= missing && others.Sum(other => other.Given) >= missing)
        {
            plant.Give(missing);
            foreach (var other in others)
            {
                var less = Math.Min(missing, other.Given);
                other.Give(-less);
                missing -= less;
            }

            return 0;
        }

        var over = plant.Given - ((plant.Running - 1) * plant.Unit);
        plant.Give(-over);
        others.Reverse();
        foreach (var other in others)
        {
            var more = Math.Min(over, other.Spare);
            other.Give(more);
            over -= more;
        }

        return Discharge(over);
    }
}
