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
    private const double SlopeStep = 1.001;

    /// <summary>A limit that moves the load by less than this part of itself has no price worth stating.</summary>
    private const double Flat = 1e-6;

    /// <summary>
    /// Percent by which what is served over what is required falls when the limit at the line is raised by one percent,
    /// above 0; null where there is no line or the limit does not move it.
    /// </summary>
    public double? Steepness { get; init; }

    /// <summary>Whether a multiple of the limit lies at or below the line.</summary>
    public bool Bears(double multiple) => multiple <= Multiple;

    /// <summary>
    /// The shadow price of a resource: how far the line rises with a little more of it, by the duals of the programme
    /// (how much more is served) over <see cref="Steepness"/> (how much more the limit then asks for). Null where there
    /// is no price.
    /// </summary>
    /// <param name="resource">One of the resources that stop it.</param>
    /// <param name="more">How many accelerators or watts come on top.</param>
    public double? RiseWith(BindingResource resource, double more) =>
        Steepness is { } steepness ? Multiple * resource.Weight * (more / resource.Amount) / steepness : null;

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
            return new LoadLine(0, adequacy.Explain(MarginAt(low)));
        while (high / low > Precision)
        {
            var middle = Math.Sqrt(low * high);
            if (Holds(middle))
                low = middle;
            else
                high = middle;
        }

        var tightest = MarginAt(high);
        return new LoadLine(low, adequacy.Explain(tightest)) { Steepness = SteepnessAt(tightest) };

        bool Holds(double multiple) => adequacy.Of(load(dial.Turn(multiple)), growth, 1).Multiple >= 1;

        Margin MarginAt(double multiple) => adequacy.Of(load(dial.Turn(multiple)), growth);

        double? SteepnessAt(Margin margin)
        {
            var less = adequacy.MultipleAt(load(dial.Turn(low / SlopeStep)), growth, margin);
            var more = adequacy.MultipleAt(load(dial.Turn(low * SlopeStep)), growth, margin);
            var steepness = Math.Log(less / more) / (2 * Math.Log(SlopeStep));
            return steepness > Flat ? steepness : null;
        }
    }
}
