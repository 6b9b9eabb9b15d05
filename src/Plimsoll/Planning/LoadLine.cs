using Plimsoll.Limits;

namespace Plimsoll.Planning;

/// <summary>The largest multiple of a limit that a fleet bears with the rest of the policy in force.</summary>
/// <param name="Multiple">
/// Multiple of the limit before. Positive infinity: no multiple exhausts the fleet, because demand is served in full or
/// another limit cuts it first. Zero: the fleet is exhausted however small this limit is.
/// </param>
/// <param name="Binding">What stops it; null when nothing does.</param>
public sealed record LoadLine(double Multiple, Binding? Binding)
{
    private const double Smallest = 1e-3;
    private const double Largest = 1e4;
    private const double Precision = 1.0005;

    /// <summary>Whether a multiple of the limit lies at or below the line.</summary>
    public bool Bears(double multiple) => multiple <= Multiple;

    /// <summary>
    /// Finds the line by bisection of the logarithm of the multiple between 0.001 and 10,000, to a factor of 1.0005;
    /// the answer is the largest multiple tried that holds, so it errs on the safe side.
    /// </summary>
    /// <param name="dial">The limit.</param>
    /// <param name="adequacy">The fleet and criterion.</param>
    /// <param name="load">Load by hour and class under a policy, before growth.</param>
    /// <param name="growth">Growth of the load.</param>
    public static LoadLine Of(Dial dial, Adequacy adequacy, Func<Policy, double[]> load, double growth)
    {
        var holdsAfter = Holds(dial.AfterMultiple);
        if (holdsAfter && Holds(Largest))
            return new LoadLine(double.PositiveInfinity, null);

        var (low, high) = holdsAfter ? (dial.AfterMultiple, Largest) : (Smallest, dial.AfterMultiple);
        if (low == Smallest && !Holds(low))
            return new LoadLine(0, Explain(low));
        while (high / low > Precision)
        {
            var middle = Math.Sqrt(low * high);
            if (Holds(middle))
                low = middle;
            else
                high = middle;
        }

        return new LoadLine(low, Explain(high));

        bool Holds(double multiple) => adequacy.Of(load(dial.Turn(multiple)), growth, 1).Multiple >= 1;

        Binding Explain(double multiple) => adequacy.Explain(adequacy.Of(load(dial.Turn(multiple)), growth));
    }
}
