using Plimsoll.Planning.Linear;

namespace Plimsoll.Tests.Planning.Linear;

public sealed class When_a_programme_is_solved
{
    private const int Cases = 6000;
    private const double Far = 1e4;

    [Fact]
    public void It_agrees_with_trying_every_vertex()
    {
        var (optimal, infeasible, unbounded) = (0, 0, 0);
        for (var seed = 1; seed <= Cases; seed++)
        {
            var drawn = new ProgrammeCase(seed);
            switch (new LinearSolver(drawn.Model()).Solve())
            {
                case LinearOutcome.Optimal optimum:
                    optimal++;
                    var least = drawn.Enumeration.LeastCost(Far);
                    Assert.True(least is { } cost && Math.Abs(cost - optimum.Cost) < 1e-6, $"seed {seed}: {least}");
                    Assert.True(optimum.Certificate.Holds, $"seed {seed}: {optimum.Certificate}");
                    break;
                case LinearOutcome.Infeasible conflict:
                    infeasible++;
                    Assert.True(drawn.Enumeration.LeastCost(Far) is null, $"seed {seed}");
                    AssertIrreducible(drawn, conflict, seed);
                    break;
                case LinearOutcome.Unbounded unbound:
                    unbounded++;
                    AssertFallsWithoutEnd(drawn, [.. unbound.Ray], seed);
                    break;
            }
        }

        Assert.True(optimal > 1000, $"{optimal} with an optimum");
        Assert.True(infeasible > 1000, $"{infeasible} without a point");
        Assert.True(unbounded > 300, $"{unbounded} without an end");
    }

    [Fact]
    public void A_second_measure_decides_only_among_the_best_by_the_first()
    {
        var decided = 0;
        for (var seed = 1; seed <= Cases; seed++)
        {
            var drawn = new ProgrammeCase(seed);
            var model = drawn.Model();
            var solver = new LinearSolver(model);
            var random = new Random(seed);
            var second = drawn.Costs.Select(_ => (double)random.Next(-3, 4)).ToArray();
            if (solver.Solve() is not LinearOutcome.Optimal first
                || solver.Then(second) is not LinearOutcome.Optimal then)
                continue;
            decided++;
            Assert.Equal(first.Cost, then.Values.Zip(drawn.Costs, (x, c) => x * c).Sum(), 1e-6);
            Assert.True(then.Certificate.Holds, $"seed {seed}: {then.Certificate}");
            var pinned = drawn.Rows.Append(drawn.Costs).ToArray();
            var limits = drawn.Limits.Append((first.Cost - 1e-9, first.Cost + 1e-9)).ToArray();
            var least = new VertexEnumeration(pinned, limits, drawn.Bounds, second).LeastCost(Far);
            Assert.True(least is { } cost && Math.Abs(cost - then.Cost) < 1e-5, $"seed {seed}: {least}, {then.Cost}");
        }

        Assert.True(decided > 300, $"{decided} with both");
    }

    [Fact]
    public void A_solver_that_goes_on_from_the_last_basis_finds_what_a_new_one_finds()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var drawn = new ProgrammeCase(seed);
            var model = drawn.Model();
            var solver = new LinearSolver(model);
            solver.Solve();
            var random = new Random(seed);
            for (var change = 0; change < 5; change++)
            {
                var variable = random.Next(model.Variables);
                var lower = random.Next(-3, 4);
                model.SetBounds(variable, lower, lower + random.Next(4));
                model.SetCost(random.Next(model.Variables), random.Next(-3, 4));
                var (again, anew) = (solver.Solve(), new LinearSolver(model).Solve());
                Assert.True(again.GetType() == anew.GetType(), $"seed {seed}: {again}, {anew}");
                if (again is LinearOutcome.Optimal one && anew is LinearOutcome.Optimal other)
                    Assert.Equal(other.Cost, one.Cost, 1e-7);
            }
        }
    }

    [Fact]
    public void Prices_say_what_one_more_unit_is_worth()
    {
        var model = new LinearModel();
        var power = model.AddConstraint("power at memphis", double.NegativeInfinity, 300);
        var cards = model.AddConstraint("H100 at memphis", double.NegativeInfinity, 220);
        var opus = model.AddVariable("opus", 0, double.PositiveInfinity, -5);
        var haiku = model.AddVariable("haiku", 0, double.PositiveInfinity, -3);
        model.SetCoefficient(power, opus, 2);
        model.SetCoefficient(power, haiku, 1);
        model.SetCoefficient(cards, opus, 1);
        model.SetCoefficient(cards, haiku, 1);

        var solved = Assert.IsType<LinearOutcome.Optimal>(new LinearSolver(model).Solve());

        Assert.Equal(-820, solved.Cost, 1e-9);
        Assert.Equal([80, 140], solved.Values.Select(x => Math.Round(x, 9)));
        Assert.Equal([-2, -1], solved.Prices.Select(x => Math.Round(x, 9)));
    }

    [Fact]
    public void A_programme_known_to_go_in_circles_ends()
    {
        // Beale (1955).
        var model = new LinearModel();
        double[] costs = [-0.75, 150, -0.02, 6];
        double[][] rows = [[0.25, -60, -0.04, 9], [0.5, -90, -0.02, 3], [0, 0, 1, 0]];
        double[] limits = [0, 0, 1];
        foreach (var cost in costs)
            model.AddVariable("x", 0, double.PositiveInfinity, cost);
        for (var i = 0; i < 3; i++)
        {
            var row = model.AddConstraint("row", double.NegativeInfinity, limits[i]);
            for (var j = 0; j < 4; j++)
                model.SetCoefficient(row, j, rows[i][j]);
        }

        var solved = Assert.IsType<LinearOutcome.Optimal>(new LinearSolver(model).Solve());

        Assert.Equal(-0.05, solved.Cost, 1e-12);
    }

    [Fact]
    public void A_week_that_training_ties_together_is_solved_with_proof()
    {
        const int hours = 168;
        double[] capacity = [400, 300, 200, 150, 120, 80, 60, 40];
        var model = new LinearModel();
        var training = model.AddConstraint("training by its deadline", 30_000, double.PositiveInfinity);
        for (var hour = 0; hour < hours; hour++)
        {
            var pools = capacity
                .Select(size => model.AddConstraint("pool", double.NegativeInfinity, size)).ToArray();
            for (var c = 0; c < 4; c++)
            {
                var load = Math.Round((100 + (40 * c)) * (1.1 + Math.Sin((hour + (3 * c)) * Math.Tau / 24)));
                var served = model.AddConstraint("served", load, load);
                model.SetCoefficient(served, model.AddVariable("unserved", 0, double.PositiveInfinity, 1000), 1);
                for (var p = 0; p < pools.Length; p++)
                {
                    var serves = model.AddVariable("serves", 0, double.PositiveInfinity, 1 + ((p * c) % 5));
                    model.SetCoefficient(served, serves, 0.3 + (((p + c) % 4) / 3.0));
                    model.SetCoefficient(pools[p], serves, 1);
                }
            }

            foreach (var pool in pools)
            {
                var trains = model.AddVariable("trains", 0, double.PositiveInfinity, -0.01);
                model.SetCoefficient(pool, trains, 1);
                model.SetCoefficient(training, trains, 1);
            }
        }

        var solved = Assert.IsType<LinearOutcome.Optimal>(new LinearSolver(model).Solve());

        Assert.True(solved.Certificate.Holds, $"{solved.Certificate}");
    }

    private static void AssertIrreducible(ProgrammeCase drawn, LinearOutcome.Infeasible conflict, int seed)
    {
        int[] all = [.. conflict.Constraints];
        Assert.True(new LinearSolver(drawn.Model(all)).Solve() is LinearOutcome.Infeasible, $"seed {seed}");
        foreach (var one in all)
        {
            var rest = new LinearSolver(drawn.Model([.. all.Where(i => i != one)])).Solve();
            Assert.False(rest is LinearOutcome.Infeasible, $"seed {seed}: row {one} is not needed");
        }
    }

    private static void AssertFallsWithoutEnd(ProgrammeCase drawn, double[] ray, int seed)
    {
        Assert.True(ray.Zip(drawn.Costs, (r, c) => r * c).Sum() < -1e-9, $"seed {seed}: the ray costs");
        for (var j = 0; j < ray.Length; j++)
            Allows(ray[j], drawn.Bounds[j]);
        for (var i = 0; i < drawn.Rows.Length; i++)
            Allows(drawn.Rows[i].Zip(ray, (a, r) => a * r).Sum(), drawn.Limits[i]);
        Assert.True(drawn.Enumeration.LeastCost(Far) is not null, $"seed {seed}: no point to start from");

        void Allows(double change, (double Lower, double Upper) within)
        {
            Assert.True(change < 1e-9 || double.IsPositiveInfinity(within.Upper), $"seed {seed}: {change} up");
            Assert.True(change > -1e-9 || double.IsNegativeInfinity(within.Lower), $"seed {seed}: {change} down");
        }
    }
}
