using System.Collections.Immutable;

namespace Plimsoll.Planning.Outages;

/// <summary>
/// How likely each available capacity of something is, in whole steps, and how often it is left downwards: the capacity
/// outage probability table of power planning before it is cumulated. Immutable.
/// </summary>
/// <remarks>
/// A state carries a probability and a flow per hour: the sum of the flows of all states below a level is how often the
/// capacity falls below that level. Both follow from independent parts by convolution, the flows like a derivative:
/// (p, f) ∗ (q, g) = (pq, pg + fq) (Billinton and Allan, "Reliability Evaluation of Power Systems", 1996, chapter 3).
/// </remarks>
public sealed class CapacityDistribution
{
    /// <summary>
    /// States at the ends that are less likely are left out: a normal tail reaches it at 13 standard deviations, and
    /// all that is ever left out is far below the rounding of the sum.
    /// </summary>
    internal const double Negligible = 1e-40;

    private CapacityDistribution(ImmutableArray<CapacityStep> states) => States = states;

    /// <summary>Nothing at all, for certain.</summary>
    public static CapacityDistribution None { get; } = new([new(0, 1, 0)]);

    /// <summary>The states that can be, by capacity, least first.</summary>
    public ImmutableArray<CapacityStep> States { get; }

    /// <summary>The least capacity that can be.</summary>
    public int Least => States[0].Steps;

    /// <summary>The most capacity that can be.</summary>
    public int Most => States[^1].Steps;

    /// <summary>A distribution of states; those of one capacity are added up, those that never are left out.</summary>
    public static CapacityDistribution Of(IEnumerable<CapacityStep> states)
    {
        var sorted = states.OrderBy(state => state.Steps).ToList();
        var merged = ImmutableArray.CreateBuilder<CapacityStep>(sorted.Count);
        foreach (var state in sorted.Where(state => state.Probability != 0 || state.Flow != 0))
        {
            if (merged.Count > 0 && merged[^1].Steps == state.Steps)
                merged[^1] = merged[^1].Plus(state);
            else
                merged.Add(state);
        }

        return new(merged.ToImmutable());
    }

    /// <summary>
    /// A capacity that need not be a whole number of steps: its probability is shared between the two beside it so that
    /// the mean stays. One that is whole but for rounding is taken as whole.
    /// </summary>
    internal static IEnumerable<CapacityStep> Placed(double steps, double probability, double flow)
    {
        var whole = Math.Round(steps);
        if (Math.Abs(steps - whole) <= CapacityTable.Tolerance)
            steps = whole;
        var lower = Math.Floor(steps);
        var part = steps - lower;
        yield return new(checked((int)lower), probability * (1 - part), flow * (1 - part));
        if (part > 0)
            yield return new(checked((int)lower + 1), probability * part, flow * part);
    }

    /// <summary>The sum of independent parts.</summary>
    public static CapacityDistribution Sum(IReadOnlyCollection<CapacityDistribution> parts)
    {
        var least = 0;
        var span = 0;
        var stride = 0;
        foreach (var part in parts)
        {
            least += part.Least;
            span += part.Most - part.Least;
            foreach (var state in part.States)
                stride = Divisor(stride, state.Steps - part.Least);
        }

        stride = Math.Max(1, stride);
        var sum = new Convolution(checked((span / stride) + 1));
        foreach (var part in parts)
            sum.Add(part, stride);
        return new(sum.States(least, stride));
    }

    /// <summary>The sum of so many independent parts, all like this one, by repeated doubling.</summary>
    /// <param name="count">Zero or more.</param>
    public CapacityDistribution Times(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var (result, power) = (None, this);
        for (var left = count; left > 0; left >>= 1)
        {
            if ((left & 1) == 1)
                result = Sum([result, power]);
            if (left > 1)
                power = Sum([power, power]);
        }

        return result;
    }

    /// <summary>This, where at times only what an outage leaves is there, whatever would have been.</summary>
    /// <param name="outages">What each leaves, in steps, how likely it is, how often it begins; one at a time.</param>
    public CapacityDistribution With(IReadOnlyCollection<(double Left, double Probability, double Flow)> outages)
    {
        var begins = outages.Sum(o => o.Flow);
        var isWhole = 1 - outages.Sum(o => o.Probability);
        var whole = States.Select(s => new CapacityStep(
            s.Steps, s.Probability * isWhole, (s.Flow * isWhole) - (s.Probability * begins)));
        return Of(whole.Concat(outages.SelectMany(o => Placed(o.Left, o.Probability, o.Flow))));
    }

    /// <summary>This, where at times all of it is something else: the same parts, derated by one cause.</summary>
    /// <param name="derated">What it is then, state by state.</param>
    /// <param name="probability">How likely that is, whatever would have been. 0 to 1.</param>
    /// <param name="begins">How often an hour it begins.</param>
    public CapacityDistribution Or(CapacityDistribution derated, double probability, double begins)
    {
        var whole = States.Select(s => new CapacityStep(
            s.Steps, s.Probability * (1 - probability), (s.Flow * (1 - probability)) - (s.Probability * begins)));
        return Of(whole.Concat(derated.States.Select(s => new CapacityStep(
            s.Steps, s.Probability * probability, (s.Flow * probability) + (s.Probability * begins)))));
    }

    private static int Divisor(int first, int second)
    {
        while (second != 0)
            (first, second) = (second, first % second);
        return first;
    }
}

/// <summary>One capacity of a distribution.</summary>
/// <param name="Steps">The capacity, in steps of the grid.</param>
/// <param name="Probability">How likely it is.</param>
/// <param name="Flow">Per hour: summed over all states below a level, how often capacity falls below it.</param>
public readonly record struct CapacityStep(int Steps, double Probability, double Flow)
{
    internal CapacityStep Plus(CapacityStep other) =>
        new(Steps, Probability + other.Probability, Flow + other.Flow);
}
