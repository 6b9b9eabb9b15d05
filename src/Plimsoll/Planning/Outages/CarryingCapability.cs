namespace Plimsoll.Planning.Outages;

/// <summary>What a source is worth to the adequacy of the system that it is in.</summary>
/// <param name="Name">The source.</param>
/// <param name="Units">How many units of it; null: all of it.</param>
/// <param name="Capacity">Its greatest capacity.</param>
/// <param name="LoadCarried">
/// Effective load-carrying capability (ELCC): the constant load that can be added to every hour of the system with it
/// until the loss-of-load expectation is what it is without it (Garver 1966; Keane et al., "Capacity value of wind
/// power", IEEE Transactions on Power Systems 26(2), 2011).
/// </param>
/// <param name="FirmCapacity">
/// Equivalent firm capacity: what never fails and, in its place, gives the system the same loss-of-load expectation.
/// </param>
public sealed record CarryingCapability(
    string Name, int? Units, double Capacity, double LoadCarried, double FirmCapacity)
{
    private const double PartOfAStep = 1e-3;

    /// <summary>Finds it, by bisection to a thousandth of a step, from below.</summary>
    /// <param name="tables">The system with the source.</param>
    /// <param name="name">The source.</param>
    /// <param name="units">How many units of a group; null: all of it.</param>
    public static CarryingCapability Of(OutageTables tables, string name, int? units = null)
    {
        var system = tables.System;
        var source = system.Find(name);
        var all = Enumerable.Range(0, system.Hours).Max(source.CapacityAt);
        var capacity = units is { } some && source is UnitGroup group ? Math.Min(all, some * group.Capacity) : all;
        return Find(tables, new OutageTables(system.Without(name, units)), new(name, units, capacity, 0, 0));
    }

    /// <summary>The same of a part of a source: what its last units are worth.</summary>
    /// <param name="tables">The system with the source.</param>
    /// <param name="name">The source.</param>
    /// <param name="part">The part, above 0 and below 1.</param>
    public static CarryingCapability OfPart(OutageTables tables, string name, double part)
    {
        var source = tables.System.Find(name);
        var capacity = part * Enumerable.Range(0, tables.System.Hours).Max(source.CapacityAt);
        return Find(tables, new(tables.System.WithPart(name, 1 - part)), new(name, null, capacity, 0, 0));
    }

    private static CarryingCapability Find(OutageTables tables, OutageTables without, CarryingCapability source)
    {
        var load = tables.System.LoadFrom(0);
        var (with, bare) = (tables.LossHours(load), without.LossHours(load));
        return source with
        {
            LoadCarried = Largest(source.Capacity, added => AtMost(tables.LossHours(load, added), bare)),
            FirmCapacity = Largest(source.Capacity, taken => !AtMost(without.LossHours(load, -taken), with)),
        };

        double Largest(double most, Func<double, bool> holds)
        {
            if (holds(most))
                return most;
            var (low, high) = (0.0, most);
            while (high - low > tables.System.Step * PartOfAStep)
            {
                var middle = (low + high) / 2;
                if (holds(middle))
                    low = middle;
                else
                    high = middle;
            }

            return low;
        }
    }

    /// <summary>At most, but for rounding.</summary>
    private static bool AtMost(double value, double most) => value <= most * (1 + 1e-12);
}
