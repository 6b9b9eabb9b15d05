using System.Collections.Immutable;

namespace Plimsoll.Planning.Outages;

/// <summary>Sources of capacity and the load that they have to carry, hour by hour.</summary>
public sealed record OutageSystem
{
    /// <summary>What is counted, for people: MW, accelerators.</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// The grid on which capacities lie. One between two steps is shared between them so that its mean stays: what is
    /// unserved is then never understated, because it is convex in the capacity.
    /// </summary>
    public required double Step { get; init; }

    /// <summary>Where capacity comes from.</summary>
    public required ImmutableArray<CapacitySource> Sources { get; init; }

    /// <summary>The load, what is shed first first. At least one category, all as long.</summary>
    public required ImmutableArray<LoadCategory> Categories { get; init; }

    /// <summary>How far the load may come out from that.</summary>
    public LoadForecast Forecast { get; init; } = LoadForecast.Certain;

    /// <summary>Number of hours.</summary>
    public int Hours => Categories[0].Hours.Length;

    /// <summary>
    /// Load of every hour that is still to be served when the categories before a place are shed; from 0, all load.
    /// </summary>
    public double[] LoadFrom(int category)
    {
        var load = new double[Hours];
        foreach (var part in Categories.Skip(category))
        {
            for (var hour = 0; hour < load.Length; hour++)
                load[hour] += part.Hours[hour];
        }

        return load;
    }

    /// <summary>The system with every load multiplied.</summary>
    public OutageSystem WithLoad(double multiple) => this with
    {
        Categories = [.. Categories.Select(c => c with { Hours = [.. c.Hours.Select(load => load * multiple)] })],
    };

    /// <summary>The system without a source, or without some units of a group.</summary>
    /// <param name="name">Name of the source, wherever it is.</param>
    /// <param name="units">How many units of a group; null: all of it.</param>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    public OutageSystem Without(string name, int? units = null) =>
        Where(name, source => units is { } some && source is UnitGroup group ? group.Without(some) : null);

    /// <summary>The system with only a part of a source.</summary>
    /// <param name="name">Name of the source, wherever it is.</param>
    /// <param name="part">The part that is left, 0 to 1.</param>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    public OutageSystem WithPart(string name, double part) => Where(name, source => new ScheduledSource
    {
        Name = $"part of {name}",
        Members = [source],
        Parts = [new(0, part)],
    });

    private OutageSystem Where(string name, Func<CapacitySource, CapacitySource?> change)
    {
        Find(name);
        return this with
        {
            Sources = [.. Sources.Select(source => source.Where(name, change)).OfType<CapacitySource>()],
        };
    }

    /// <summary>A source, wherever it is.</summary>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    public CapacitySource Find(string name) => Sources.SelectMany(source => source.All)
        .FirstOrDefault(source => source.Name == name)
        ?? throw new ArgumentException($"There is no source '{name}'.", nameof(name));
}
