using Plimsoll.Planning.Linear;

namespace Plimsoll.Tests.Planning.Linear;

/// <summary>A programme of up to four variables and five constraints, drawn from a seed, in whole numbers.</summary>
internal sealed class ProgrammeCase
{
    private readonly Random random;

    public ProgrammeCase(int seed)
    {
        random = new Random(seed);
        var (variables, constraints) = (random.Next(1, 5), random.Next(0, 6));
        Rows = [.. Enumerable.Range(0, constraints)
            .Select(_ => Enumerable.Range(0, variables).Select(_ => Coefficient()).ToArray())];
        Limits = [.. Enumerable.Range(0, constraints).Select(_ => Between(4))];
        Bounds = [.. Enumerable.Range(0, variables).Select(_ => Between(3))];
        Costs = [.. Enumerable.Range(0, variables).Select(_ => (double)random.Next(-3, 4))];
    }

    public double[][] Rows { get; }

    public (double Lower, double Upper)[] Limits { get; }

    public (double Lower, double Upper)[] Bounds { get; }

    public double[] Costs { get; }

    public VertexEnumeration Enumeration => new(Rows, Limits, Bounds, Costs);

    public LinearModel Model(IReadOnlyCollection<int>? constraints = null)
    {
        var model = new LinearModel();
        for (var j = 0; j < Costs.Length; j++)
            model.AddVariable($"x{j}", Bounds[j].Lower, Bounds[j].Upper, Costs[j]);
        for (var i = 0; i < Rows.Length; i++)
        {
            if (constraints is not null && !constraints.Contains(i))
                continue;
            var row = model.AddConstraint($"row {i}", Limits[i].Lower, Limits[i].Upper);
            for (var j = 0; j < Costs.Length; j++)
                model.SetCoefficient(row, j, Rows[i][j]);
        }

        return model;
    }

    /// <summary>
    /// The same in other units: every variable, every constraint, all bounds and all costs multiplied by a factor of
    /// their own from 1e-6 to 1e9.
    /// </summary>
    /// <param name="seed">Of the factors.</param>
    /// <param name="cost">By what the cost of the optimum is multiplied.</param>
    public LinearModel ModelInOtherUnits(int seed, out double cost)
    {
        var factors = new Random(seed);
        var (all, costs) = (Factor(), Factor());
        var units = Costs.Select(_ => Factor()).ToArray();
        var model = new LinearModel();
        for (var j = 0; j < Costs.Length; j++)
        {
            var scale = all / units[j];
            model.AddVariable($"x{j}", Bounds[j].Lower * scale, Bounds[j].Upper * scale, Costs[j] * units[j] * costs);
        }

        for (var i = 0; i < Rows.Length; i++)
        {
            var unit = Factor();
            var row = model.AddConstraint($"row {i}", Limits[i].Lower * unit * all, Limits[i].Upper * unit * all);
            for (var j = 0; j < Costs.Length; j++)
                model.SetCoefficient(row, j, Rows[i][j] * unit * units[j]);
        }

        cost = all * costs;
        return model;

        double Factor() => Math.Pow(10, (factors.NextDouble() * 15) - 6);
    }

    // Small multiples of each other make points degenerate and rows dependent.
    private double Coefficient() => random.Next(3) == 0 ? 0 : random.Next(-2, 3);

    private (double Lower, double Upper) Between(int most)
    {
        var lower = random.Next(-most, most + 1);
        return random.Next(6) switch
        {
            0 => (lower, double.PositiveInfinity),
            1 => (double.NegativeInfinity, lower),
            2 => (double.NegativeInfinity, double.PositiveInfinity),
            3 => (lower, lower),
            _ => (lower, lower + random.Next(0, most + 1)),
        };
    }
}
