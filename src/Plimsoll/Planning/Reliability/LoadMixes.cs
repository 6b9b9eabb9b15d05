using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning.Reliability;

/// <summary>
/// A few mixes of classes that cover every mix a load has: whatever serves each of them serves every hour's load of the
/// same worth, because what serves two loads serves all between them, and all that ask for less.
/// </summary>
internal static class LoadMixes
{
    /// <summary>By how much a mix may pass what covers it.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Mixes that are each worth one, in requests per second by class.</summary>
    /// <param name="load">The load.</param>
    /// <param name="worth">The currency.</param>
    /// <param name="category">The first category that is not shed.</param>
    public static List<double[]> Cover(ServiceLoad load, Equivalents worth, int category)
    {
        var cover = new List<double[]>();
        foreach (var mix in All(load, worth, category))
        {
            if (!IsCovered(mix, cover))
                cover.Add(mix);
        }

        // What came later may cover what came before.
        for (var i = cover.Count - 1; i >= 0 && cover.Count > 1; i--)
        {
            var others = cover.Where((_, other) => other != i).ToList();
            if (IsCovered(cover[i], others))
                cover = others;
        }

        return cover;
    }

    /// <summary>Every mix once; those furthest out come first.</summary>
    private static IEnumerable<double[]> All(ServiceLoad load, Equivalents worth, int category)
    {
        var mixes = new List<double[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var hour = 0; hour < load.Hours; hour++)
        {
            var asked = load.From(category, hour);
            if (worth.Of(asked) is not (> 0 and var worthOf))
                continue;
            double[] mix = [.. asked.ToArray().Select(requests => requests / worthOf)];
            if (seen.Add(string.Join(' ', mix.Select(requests => (float)requests))))
                mixes.Add(mix);
        }

        return mixes.OrderByDescending(mix => mix.Select((requests, c) => requests * worth.Prices[c]).Max());
    }

    /// <summary>Whether a mix asks for no more than something between others.</summary>
    private static bool IsCovered(double[] mix, List<double[]> others)
    {
        if (others.Count == 0)
            return false;
        var programme = new LinearModel();
        var parts = programme.AddConstraint("parts", 1, 1);
        var multiple = programme.AddVariable("multiple", 0, double.PositiveInfinity, -1);
        var first = programme.Variables;
        for (var i = 0; i < others.Count; i++)
            programme.SetCoefficient(parts, programme.AddVariable($"mix {i}", 0, 1), 1);
        for (var c = 0; c < mix.Length; c++)
        {
            if (mix[c] <= 0)
                continue;
            var row = programme.AddConstraint($"class {c}", 0, double.PositiveInfinity);
            programme.SetCoefficient(row, multiple, -1);
            for (var i = 0; i < others.Count; i++)
                programme.SetCoefficient(row, first + i, others[i][c] / mix[c]);
        }

        return new LinearSolver(programme).Solve() is LinearOutcome.Optimal optimum
            && -optimum.Cost >= 1 - Tolerance;
    }
}
