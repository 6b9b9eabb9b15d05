using Plimsoll.Planning.Linear;

namespace Plimsoll.Tests.Planning.Linear;

/// <summary>
/// Programmes of hours that a few constraints couple: too large to try every vertex, so that an answer is held against
/// its own proof and against the same programme in another order, whose way to the optimum is another one.
/// </summary>
public sealed class When_a_programme_is_large
{
    private const int Cases = 40;

    [Fact]
    public void Its_optimum_is_proven_and_does_not_depend_on_the_order_of_what_is_in_it()
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var one = new LinearSolver(Model(seed, isReversed: false));
            var other = new LinearSolver(Model(seed, isReversed: true));
            var (found, again) = (Optimal(one.Solve(), seed), Optimal(other.Solve(), seed));
            AssertSame(found, again, seed);

            var costs = Costs(seed, found.Values.Length);
            AssertSame(
                Optimal(one.Then(costs), seed), Optimal(other.Then([.. costs.AsEnumerable().Reverse()]), seed), seed);
        }
    }

    private static LinearOutcome.Optimal Optimal(LinearOutcome outcome, int seed)
    {
        var optimum = Assert.IsType<LinearOutcome.Optimal>(outcome);
        Assert.True(optimum.Certificate.Holds, $"seed {seed}: {optimum.Certificate}");
        return optimum;
    }

    private static void AssertSame(LinearOutcome.Optimal one, LinearOutcome.Optimal other, int seed) => Assert.True(
        Math.Abs(one.Cost - other.Cost) <= 1e-7 * (1 + Math.Abs(one.Cost)), $"seed {seed}: {one.Cost}, {other.Cost}");

    private static double[] Costs(int seed, int count)
    {
        var random = new Random(-seed);
        return [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(1, 10))];
    }

    /// <summary>Hours with a few resources each, work that may use any of them, and a budget for all.</summary>
    private static LinearModel Model(int seed, bool isReversed)
    {
        var random = new Random(seed);
        var (hours, pools, jobs) = (random.Next(5, 40), random.Next(2, 6), random.Next(1, 4));
        var rows = (hours * (pools + 1)) + jobs + 1;
        var columns = new List<(double Cost, List<(int Row, double Value)> Entries)>();
        var limits = new (double Least, double Most)[rows];
        for (var hour = 0; hour < hours; hour++)
        {
            var first = hour * (pools + 1);
            limits[first] = (random.Next(2, 9), double.PositiveInfinity);
            for (var pool = 1; pool <= pools; pool++)
            {
                limits[first + pool] = (double.NegativeInfinity, random.Next(5, 10));
                Add(random.Next(1, 5), (first, random.Next(1, 4)), (first + pool, 1), (rows - 1, random.Next(0, 3)));
                for (var job = 0; job < jobs; job++)
                    Add(random.Next(-1, 4), (rows - 2 - job, random.Next(1, 3)), (first + pool, 1));
            }
        }

        for (var job = 0; job < jobs; job++)
            limits[rows - 2 - job] = (hours * random.NextDouble(), hours * 4);
        limits[rows - 1] = (double.NegativeInfinity, hours * 9 * pools);
        var model = new LinearModel();
        foreach (var (least, most) in isReversed ? limits.Reverse() : limits)
            model.AddConstraint("row", least, most);
        foreach (var (cost, entries) in isReversed ? columns.AsEnumerable().Reverse() : columns)
        {
            var column = model.AddVariable("x", 0, double.PositiveInfinity, cost);
            foreach (var (row, value) in entries)
                model.SetCoefficient(isReversed ? rows - 1 - row : row, column, value);
        }

        return model;

        void Add(double cost, params List<(int Row, double Value)> entries) => columns.Add((cost, entries));
    }
}
