using System.Collections.Immutable;

namespace Plimsoll.Planning.Linear;

/// <summary>
/// Solves a linear programme, again and again as its numbers change; each time from the basis of the time
/// before. The same sequence of programmes gives the same answers to the last bit. Not safe for concurrent use.
/// </summary>
/// <param name="model">
/// The programme. It may not get more variables or constraints once it was solved.
/// </param>
public sealed class LinearSolver(LinearModel model)
{
    private Simplex? simplex;
    private bool hasOptimum;

    /// <summary>Solves the programme as it stands.</summary>
    public LinearOutcome Solve()
    {
        simplex ??= new Simplex(model);
        simplex.Take(model);
        var verdict = simplex.Run();
        hasOptimum = verdict == Simplex.Verdict.Optimal;
        return verdict switch
        {
            Simplex.Verdict.Optimal => OptimumOf(simplex, CostsOfModel()),
            Simplex.Verdict.Infeasible => new LinearOutcome.Infeasible(Conflict(simplex)),
            _ => new LinearOutcome.Unbounded([.. Enumerable.Range(0, model.Variables).Select(simplex.Along)]),
        };
    }

    /// <summary>
    /// Among the points that cost no more than the optimum found last, finds one that is best by another measure. May
    /// be called again for a third; each keeps what the ones before decided. Prices are those of the last measure.
    /// </summary>
    /// <param name="costs">Cost of a unit of every variable, to be as low as possible.</param>
    /// <exception cref="InvalidOperationException">The solve before found no optimum.</exception>
    public LinearOutcome Then(ReadOnlySpan<double> costs)
    {
        if (simplex is null || !hasOptimum)
            throw new InvalidOperationException("There is no optimum to go on from: solve first.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(costs.Length, model.Variables);
        simplex.Hold();
        simplex.SetCosts(costs);
        hasOptimum = simplex.Run() != Simplex.Verdict.Unbounded;
        return !hasOptimum
            ? new LinearOutcome.Unbounded([.. Enumerable.Range(0, model.Variables).Select(simplex.Along)])
            : OptimumOf(simplex, [.. costs]);
    }

    private double[] CostsOfModel() => [.. Enumerable.Range(0, model.Variables).Select(model.Cost)];

    private LinearOutcome.Optimal OptimumOf(Simplex solved, double[] costs)
    {
        var values = new double[model.Variables];
        var total = 0.0;
        for (var j = 0; j < values.Length; j++)
            total += costs[j] * (values[j] = solved.Value(j));
        var prices = new double[model.Constraints];
        for (var i = 0; i < prices.Length; i++)
            prices[i] = solved.Price(i);
        var reduced = new double[model.Variables];
        var certificate = Certify(solved, costs, values, prices, reduced);
        return new LinearOutcome.Optimal
        {
            Cost = total,
            Values = ImmutableArray.Create(values),
            Prices = ImmutableArray.Create(prices),
            ReducedCosts = ImmutableArray.Create(reduced),
            Certificate = certificate,
        };
    }

    /// <summary>Checks an answer with nothing but the programme and the answer, and fills in reduced costs.</summary>
    private LinearCertificate Certify(
        Simplex solved, double[] costs, double[] values, double[] prices, double[] reduced)
    {
        var sums = new double[prices.Length];
        var sizes = new double[prices.Length];
        var (primal, dual, bound, size, total) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var j = 0; j < values.Length; j++)
        {
            var (difference, scale) = (costs[j], Math.Max(solved.UnitOfCost(j), Math.Abs(costs[j])));
            foreach (var entry in model.Column(j))
            {
                sums[entry.Row] += entry.Value * values[j];
                sizes[entry.Row] += Math.Abs(entry.Value * values[j]);
                difference -= prices[entry.Row] * entry.Value;
                scale += Math.Abs(prices[entry.Row] * entry.Value);
            }

            reduced[j] = difference;
            total += costs[j] * values[j];
            size += Math.Abs(costs[j] * values[j]);
            dual = Math.Max(dual, Bear(difference, scale, solved.BoundsOf(j), ref bound, ref size));
        }

        var highest = prices.Length == 0 ? 0 : prices.Max(Math.Abs);
        for (var i = 0; i < prices.Length; i++)
        {
            var (least, greatest) = solved.BoundsOf(values.Length + i);
            var missing = Math.Max(least - sums[i], sums[i] - greatest);
            if (missing > 0)
            {
                var near = least > sums[i] ? least : greatest;
                primal = Math.Max(primal, missing / Math.Max(solved.UnitOfRow(i), sizes[i] + Math.Abs(near)));
            }

            dual = Math.Max(dual, Bear(prices[i], highest, (least, greatest), ref bound, ref size));
        }

        return new LinearCertificate(primal, dual, Math.Abs(total - bound) / Math.Max(solved.UnitOfTotal, size));
    }

    /// <summary>Adds what a price gives to the cost of the dual; how much of it has no bound to stand on.</summary>
    private static double Bear(
        double price, double scale, (double Lower, double Upper) bounds, ref double bound, ref double size)
    {
        var stands = price > 0 ? bounds.Lower : bounds.Upper;
        if (price == 0)
            return 0;
        if (double.IsInfinity(stands))
            return Math.Abs(price) / scale;
        bound += price * stands;
        size += Math.Abs(price * stands);
        return 0;
    }

    /// <summary>Of the constraints that have a price on what is missing, those that none can be left out of.</summary>
    private ImmutableArray<int> Conflict(Simplex solved)
    {
        solved.SetCosts(new double[model.Variables]);
        var suspects = new List<int>();
        Keep(Enumerable.Range(0, model.Constraints), []);
        for (var needed = 0; needed < suspects.Count;)
        {
            // The last ones are needed. The next is left out; where the others conflict still, only those of them stay
            // that have a price.
            var tried = suspects.Count - needed - 1;
            var row = suspects[tried];
            var bounds = solved.LeaveOut(row);
            if (solved.Run() == Simplex.Verdict.Infeasible)
                Keep(suspects[..tried], suspects[(tried + 1)..]);
            else
            {
                solved.PutBack(row, bounds);
                needed++;
            }
        }

        return [.. suspects];

        void Keep(IEnumerable<int> likely, List<int> sure)
        {
            var kept = likely.ToLookup(solved.IsMissed);
            foreach (var row in kept[false])
                solved.LeaveOut(row);
            suspects = [.. kept[true], .. sure];
        }
    }
}
