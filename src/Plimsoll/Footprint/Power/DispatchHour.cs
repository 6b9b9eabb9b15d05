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
        var most = plants.Sum(plant => plant.Spare);
        var left = Discharge(Math.Max(0, asked - most));
        var charged = mayCharge && asked < most ? Charge(most - asked) : 0;
        left += Fill(Math.Min(asked, most) + charged);
        foreach (var plant in plants.Where(plant => plant.Source is EnergySource.Generators && plant.Given > 0))
            left += KeepLeastLoad(plant);
        return left;
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
        foreach (var step in steps)
        {
            var plant = plants[step.Source];
            var most = step.IsMustRun ? SourcePlant.Whole(step.Most.Value) : plant.Spare;
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
