namespace Plimsoll.Planning.Outages;

/// <summary>
/// A capacity outage probability table, cumulated: how likely it is that capacity does not reach a load, how much is
/// missing then on average, and how often that begins. Every answer takes the same few operations, whatever the size.
/// Immutable.
/// </summary>
public sealed class CapacityTable
{
    /// <summary>Part of a step by which a load may pass a capacity and count as met: what rounding adds.</summary>
    internal const double Tolerance = 1e-9;

    private readonly double step;
    private readonly int least;
    private readonly double[] below;
    private readonly double[] shortfall;
    private readonly double[] begins;

    /// <summary>Cumulates a distribution.</summary>
    /// <param name="distribution">How likely each capacity is.</param>
    /// <param name="step">Size of a step of the grid.</param>
    public CapacityTable(CapacityDistribution distribution, double step)
    {
        this.step = step;
        least = distribution.Least;
        var levels = checked(distribution.Most - least + 2);
        (below, shortfall, begins) = (new double[levels], new double[levels], new double[levels]);
        foreach (var state in distribution.States)
        {
            below[state.Steps - least + 1] = state.Probability;
            begins[state.Steps - least + 1] = state.Flow;
        }

        for (var i = 1; i < levels; i++)
        {
            below[i] += below[i - 1];
            begins[i] += begins[i - 1];
            shortfall[i] = shortfall[i - 1] + below[i];
        }
    }

    /// <summary>The least capacity that can be.</summary>
    public double Least => least * step;

    /// <summary>The most capacity that can be.</summary>
    public double Most => (least + below.Length - 2) * step;

    /// <summary>Probability that the capacity is below a load.</summary>
    public double Below(double load) => below[Level(load)];

    /// <summary>How often an hour the capacity falls below a load.</summary>
    public double BeginsBelow(double load) => Math.Max(0, begins[Level(load)]);

    /// <summary>Capacity that is missing to a load, on average over all states: E[max(0, load − capacity)].</summary>
    public double Shortfall(double load)
    {
        // Between two capacities what is missing grows in a straight line, by the probability of being below.
        var steps = (load / step) - least;
        if (steps <= 0)
            return 0;
        var level = (int)Math.Min(steps, below.Length - 1);
        var slope = level + 1 < below.Length ? below[level + 1] : below[^1];
        return (shortfall[level] + ((steps - level) * slope)) * step;
    }

    private int Level(double load) =>
        (int)Math.Clamp(Math.Ceiling((load / step) - Tolerance) - least, 0, below.Length - 1);
}
