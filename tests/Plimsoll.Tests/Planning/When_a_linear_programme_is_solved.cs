using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

public class When_a_linear_programme_is_solved
{
    [Fact]
    public void A_textbook_case_gives_its_optimum_and_shadow_prices()
    {
        // Maximise 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18 (Hillier and Lieberman, the Wyndor Glass example).
        var programme = new LinearProgram(3, 2);
        programme.Clear();
        programme.SetObjective(0, 3);
        programme.SetObjective(1, 5);
        programme.SetCoefficient(0, 0, 1);
        programme.SetCoefficient(1, 1, 2);
        programme.SetCoefficient(2, 0, 3);
        programme.SetCoefficient(2, 1, 2);
        programme.SetBound(0, 4);
        programme.SetBound(1, 12);
        programme.SetBound(2, 18);

        programme.Maximise();

        Assert.Equal(36, programme.Objective, 9);
        Assert.Equal([2.0, 6.0], [Math.Round(programme.Value(0), 9), Math.Round(programme.Value(1), 9)]);
        Assert.Equal(0, programme.Dual(0), 9);
        Assert.Equal(1.5, programme.Dual(1), 9);
        Assert.Equal(1, programme.Dual(2), 9);
    }

    [Fact]
    public void An_unbounded_case_says_so()
    {
        var programme = new LinearProgram(1, 2);
        programme.Clear();
        programme.SetObjective(0, 1);
        programme.SetCoefficient(0, 1, 1);
        programme.SetBound(0, 1);

        programme.Maximise();

        Assert.Equal(double.PositiveInfinity, programme.Objective);
    }

    [Fact]
    public void A_case_that_cycles_under_the_plain_rule_ends()
    {
        // Beale's example (1955).
        double[][] rows = [[0.25, -60, -1 / 25.0, 9], [0.5, -90, -1 / 50.0, 3], [0, 0, 1, 0]];
        var programme = Filled([0.75, -150, 0.02, -6], rows, [0, 0, 1]);

        programme.Maximise();

        Assert.Equal(0.05, programme.Objective, 9);
    }

    [Fact]
    public void A_negative_bound_is_refused()
    {
        var programme = new LinearProgram(1, 1);
        programme.Clear();

        Assert.Throws<ArgumentOutOfRangeException>(() => programme.SetBound(0, -1));
    }

    [Fact]
    public void Solutions_are_feasible_duals_are_feasible_and_there_is_no_gap()
    {
        var cases =
            from rows in Gen.Choose(1, 8)
            from columns in Gen.Choose(1, 8)
            from numbers in Gen.Choose(0, 20).ListOf((rows * columns) + rows + columns)
            select (rows, columns, numbers.Select(n => (double)n).ToArray());
        var config = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(1947, 7);
        Check.One(config, Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (rows, columns, numbers) = c;
            var objective = numbers[..columns];
            var bounds = numbers[columns..(columns + rows)];
            var matrix = numbers[(columns + rows)..].Chunk(columns).ToArray();
            var programme = Filled(objective, matrix, bounds);
            programme.Maximise();
            if (double.IsPositiveInfinity(programme.Objective))
                return Enumerable.Range(0, columns).Any(j => objective[j] > 0 && matrix.All(row => row[j] == 0));

            var x = Enumerable.Range(0, columns).Select(programme.Value).ToArray();
            var y = Enumerable.Range(0, rows).Select(programme.Dual).ToArray();
            var primal = matrix.Select((row, i) => row.Zip(x, (a, v) => a * v).Sum() <= bounds[i] + 1e-7).All(ok => ok);
            var dual = objective.Select((cost, j) => matrix.Select((row, i) => row[j] * y[i]).Sum() >= cost - 1e-7)
                .All(ok => ok);
            var gap = Math.Abs(objective.Zip(x, (a, v) => a * v).Sum() - bounds.Zip(y, (b, v) => b * v).Sum());
            return primal && dual && x.All(v => v >= -1e-9) && gap < 1e-6;
        }));
    }

    private static LinearProgram Filled(double[] objective, double[][] rows, double[] bounds)
    {
        var programme = new LinearProgram(rows.Length, objective.Length);
        programme.Clear();
        for (var j = 0; j < objective.Length; j++)
            programme.SetObjective(j, objective[j]);
        for (var i = 0; i < rows.Length; i++)
        {
            programme.SetBound(i, bounds[i]);
            for (var j = 0; j < objective.Length; j++)
                programme.SetCoefficient(i, j, rows[i][j]);
        }

        return programme;
    }
}
