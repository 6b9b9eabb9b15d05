using System.Collections.Immutable;
using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning;

/// <summary>
/// Weights of caps by which it is found whether all of them can be kept: always those by which the weeks known so far
/// emit most (cutting planes). One cap has the weight 1.
/// </summary>
internal sealed class CapWeights
{
    private readonly List<ImmutableArray<double>> weeks = [];

    /// <summary>Starts with even weights.</summary>
    /// <param name="caps">Number of caps, 1 or more.</param>
    public CapWeights(int caps) => Current = [.. Enumerable.Repeat(1.0 / caps, caps)];

    /// <summary>The weights, which add up to 1.</summary>
    public ImmutableArray<double> Current { get; private set; }

    /// <summary>Takes note of a week that the weights found, and changes them.</summary>
    /// <param name="emitted">What it emits, in parts of each cap.</param>
    /// <param name="most">What a week may emit of the caps, weighed.</param>
    /// <returns>False: by no weights do all of these weeks emit more; so a mixture of them keeps every cap.</returns>
    public bool Heed(ImmutableArray<double> emitted, double most)
    {
        weeks.Add(emitted);
        var model = new LinearModel();
        var least = model.AddVariable(
            "what all weeks emit at least", double.NegativeInfinity, double.PositiveInfinity, -1);
        var sum = model.AddConstraint("all weights", 1, 1);
        var weights = Current.Select((_, cap) => model.AddVariable($"weight {cap}", 0, 1)).ToArray();
        foreach (var weight in weights)
            model.SetCoefficient(sum, weight, 1);
        foreach (var week in weeks)
        {
            var row = model.AddConstraint("a week", double.NegativeInfinity, 0);
            model.SetCoefficient(row, least, 1);
            for (var cap = 0; cap < weights.Length; cap++)
                model.SetCoefficient(row, weights[cap], -week[cap]);
        }

        var solved = (LinearOutcome.Optimal)new LinearSolver(model).Solve();
        Current = [.. weights.Select(weight => solved.Values[weight])];
        return solved.Values[least] > most;
    }
}
