namespace Plimsoll.Planning.Outages;

/// <summary>The capacity tables of a system: one a spell in which the same units are in service. Immutable.</summary>
public sealed class OutageTables
{
    private readonly CapacityTable[] spells;
    private readonly int[] spellOfHour;

    /// <summary>Convolves them all: what never changes once, and what does for each spell.</summary>
    public OutageTables(OutageSystem system)
        : this(system, Convolved(system), system.Sources.All(source => source.KnowsRepairs))
    {
    }

    /// <summary>Tables of a system of which it is known otherwise how likely each capacity is.</summary>
    /// <param name="system">The system.</param>
    /// <param name="capacityFrom">How likely each capacity is, in its steps, by the hour from which it is so.</param>
    public OutageTables(OutageSystem system, Func<int, CapacityDistribution> capacityFrom)
        : this(system, capacityFrom, false)
    {
    }

    private OutageTables(OutageSystem system, Func<int, CapacityDistribution> capacityFrom, bool knowsFrequency)
    {
        System = system;
        KnowsFrequency = knowsFrequency;
        spellOfHour = new int[system.Hours];
        int[] starts =
        [
            0, .. system.Sources.SelectMany(source => source.Changes).Where(hour => hour > 0 && hour < system.Hours)
                .Distinct().Order(),
        ];
        spells = new CapacityTable[starts.Length];
        for (var spell = 0; spell < starts.Length; spell++)
        {
            var end = spell + 1 < starts.Length ? starts[spell + 1] : system.Hours;
            spells[spell] = new CapacityTable(capacityFrom(starts[spell]), system.Step);
            spellOfHour.AsSpan(starts[spell]..end).Fill(spell);
        }
    }

    /// <summary>What they are of.</summary>
    public OutageSystem System { get; }

    /// <summary>Whether it is known how often load is lost: the length of every outage has to be.</summary>
    public bool KnowsFrequency { get; }

    /// <summary>The table that holds in an hour.</summary>
    public CapacityTable At(int hour) => spells[spellOfHour[hour]];

    /// <summary>Hours in which load is lost, on average over all states and outcomes of the forecast.</summary>
    /// <param name="load">Load of every hour.</param>
    /// <param name="added">Load that is added to each; below 0 to take from it.</param>
    public double LossHours(ReadOnlySpan<double> load, double added = 0)
    {
        var sum = 0.0;
        for (var hour = 0; hour < load.Length; hour++)
            sum += LossProbability(hour, load[hour], added);
        return sum;
    }

    /// <summary>Probability that an hour's load is not served in full.</summary>
    public double LossProbability(int hour, double load, double added = 0)
    {
        var table = At(hour);
        var sum = 0.0;
        foreach (var (multiple, probability) in System.Forecast.Outcomes)
            sum += probability * table.Below((load * multiple) + added);
        return sum;
    }

    /// <summary>What is not served of an hour's load, on average.</summary>
    public double Unserved(int hour, double load)
    {
        var table = At(hour);
        var sum = 0.0;
        foreach (var (multiple, probability) in System.Forecast.Outcomes)
            sum += probability * table.Shortfall(load * multiple);
        return sum;
    }

    /// <summary>
    /// How often load begins to be lost: because capacity falls within an hour, or because the next hour asks for more.
    /// Where units go out of service or come back in the hour in which the load rises, no more than this is sure.
    /// </summary>
    public double Events(ReadOnlySpan<double> load)
    {
        var sum = 0.0;
        foreach (var (multiple, probability) in System.Forecast.Outcomes)
        {
            var before = 1.0;
            for (var hour = 0; hour < load.Length; hour++)
            {
                var table = At(hour);
                var asked = load[hour] * multiple;
                var now = table.Below(asked);
                sum += probability * (table.BeginsBelow(asked) + Math.Max(0, now - before));
                before = now;
            }
        }

        return sum;
    }

    private static Func<int, CapacityDistribution> Convolved(OutageSystem system)
    {
        var changing = system.Sources.Where(source => source.Changes.Any()).ToList();
        var fixedPart = Sum(system.Sources.Where(source => !source.Changes.Any()), 0);
        return hour => CapacityDistribution.Sum([fixedPart, Sum(changing, hour)]);

        CapacityDistribution Sum(IEnumerable<CapacitySource> sources, int hour) =>
            CapacityDistribution.Sum([.. sources.Select(source => source.DistributionAt(hour, system.Step))]);
    }
}
