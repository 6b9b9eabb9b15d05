using Plimsoll.Planning.Linear;

namespace Plimsoll.Tests.Planning.Linear;

public sealed class When_a_programme_is_in_other_units
{
    private const int Cases = 4000;

    [Fact]
    public void Its_answer_is_the_same_in_them()
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var drawn = new ProgrammeCase(seed);
            var plain = new LinearSolver(drawn.Model()).Solve();
            var other = new LinearSolver(drawn.ModelInOtherUnits(seed, out var scale)).Solve();
            Assert.True(plain.GetType() == other.GetType(), $"seed {seed}: {plain}, {other}");
            if (plain is LinearOutcome.Optimal expected && other is LinearOutcome.Optimal found)
            {
                Assert.True(found.Certificate.Holds, $"seed {seed}: {found.Certificate}");
                Assert.True(
                    Math.Abs((found.Cost / scale) - expected.Cost) < 1e-6, $"seed {seed}: {expected}, {found}");
            }

            if (other is LinearOutcome.Infeasible conflict)
            {
                var part = drawn.Model([.. conflict.Constraints]);
                Assert.True(new LinearSolver(part).Solve() is LinearOutcome.Infeasible, $"seed {seed}: no conflict");
            }
        }
    }

    [Fact]
    public void Small_numbers_are_not_taken_for_none()
    {
        var model = new LinearModel();
        var most = model.AddConstraint("most", double.NegativeInfinity, 3e-9);
        model.SetCoefficient(most, model.AddVariable("x", 0, double.PositiveInfinity, -1e-9), 1e-9);

        var solved = Assert.IsType<LinearOutcome.Optimal>(new LinearSolver(model).Solve());

        Assert.Equal(3, solved.Values[0], 1e-9);
        Assert.Equal(-1, solved.Prices[0], 1e-9);
    }

    [Fact]
    public void There_is_no_second_measure_without_an_optimum()
    {
        var model = new LinearModel();
        var x = model.AddVariable("x", 0, 1);
        model.SetCoefficient(model.AddConstraint("too much", 2, 3), x, 1);
        var solver = new LinearSolver(model);

        Assert.IsType<LinearOutcome.Infeasible>(solver.Solve());

        Assert.Throws<InvalidOperationException>(() => solver.Then([1]));
    }
}
