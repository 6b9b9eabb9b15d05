namespace Plimsoll.Planning.Linear;

/// <summary>
/// A linear programme: minimise c·x where every constraint's A·x and every variable x lie between two bounds, either
/// of which may be infinite. Variables and constraints are named, so that an answer can be put in words. Numbers may be
/// changed between solves. Not safe for concurrent use.
/// </summary>
public sealed class LinearModel
{
    private readonly List<Bounded> variables = [];
    private readonly List<Bounded> constraints = [];
    private readonly List<List<Entry>> columns = [];

    private struct Bounded
    {
        public string Name;
        public double Lower;
        public double Upper;
        public double Cost;
    }

    /// <summary>A coefficient that is not zero.</summary>
    /// <param name="Row">Number of its constraint.</param>
    /// <param name="Value">The coefficient.</param>
    internal readonly record struct Entry(int Row, double Value);

    /// <summary>Number of variables.</summary>
    public int Variables => variables.Count;

    /// <summary>Number of constraints.</summary>
    public int Constraints => constraints.Count;

    /// <summary>Adds a variable and gives its number, from 0.</summary>
    /// <param name="name">What it is, in words.</param>
    /// <param name="lower">Least value; may be minus infinity.</param>
    /// <param name="upper">Greatest value, not below <paramref name="lower"/>; may be infinity.</param>
    /// <param name="cost">What one unit costs. Default 0.</param>
    public int AddVariable(string name, double lower, double upper, double cost = 0)
    {
        Check(name, lower, upper);
        variables.Add(new Bounded { Name = name, Lower = lower, Upper = upper, Cost = Finite(cost, name) });
        columns.Add([]);
        return variables.Count - 1;
    }

    /// <summary>Adds a constraint without coefficients and gives its number, from 0.</summary>
    /// <param name="name">What it says, in words.</param>
    /// <param name="lower">Least value of its sum; may be minus infinity.</param>
    /// <param name="upper">Greatest value, not below <paramref name="lower"/>; may be infinity.</param>
    public int AddConstraint(string name, double lower, double upper)
    {
        Check(name, lower, upper);
        constraints.Add(new Bounded { Name = name, Lower = lower, Upper = upper });
        return constraints.Count - 1;
    }

    /// <summary>Sets the coefficient of a variable in a constraint.</summary>
    public void SetCoefficient(int constraint, int variable, double value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)constraint, (uint)constraints.Count);
        Finite(value, constraints[constraint].Name);
        Coefficients++;
        var column = columns[variable];
        for (var i = 0; i < column.Count; i++)
        {
            if (column[i].Row != constraint)
                continue;
            column[i] = new Entry(constraint, value);
            return;
        }

        if (value != 0)
            column.Add(new Entry(constraint, value));
    }

    /// <summary>Changes what one unit of a variable costs.</summary>
    public void SetCost(int variable, double cost)
    {
        var changed = variables[variable];
        changed.Cost = Finite(cost, changed.Name);
        variables[variable] = changed;
    }

    /// <summary>Changes the bounds of a variable.</summary>
    public void SetBounds(int variable, double lower, double upper) => SetBounds(variables, variable, lower, upper);

    /// <summary>Changes the bounds of a constraint.</summary>
    public void SetLimits(int constraint, double lower, double upper) =>
        SetBounds(constraints, constraint, lower, upper);

    /// <summary>Name of a variable.</summary>
    public string VariableName(int variable) => variables[variable].Name;

    /// <summary>Name of a constraint.</summary>
    public string ConstraintName(int constraint) => constraints[constraint].Name;

    /// <summary>How often coefficients have changed.</summary>
    internal int Coefficients { get; private set; }

    internal double Cost(int variable) => variables[variable].Cost;

    internal (double Lower, double Upper) Bounds(int variable) =>
        (variables[variable].Lower, variables[variable].Upper);

    internal (double Lower, double Upper) Limits(int constraint) =>
        (constraints[constraint].Lower, constraints[constraint].Upper);

    internal List<Entry> Column(int variable) => columns[variable];

    private static void SetBounds(List<Bounded> list, int index, double lower, double upper)
    {
        var changed = list[index];
        Check(changed.Name, lower, upper);
        (changed.Lower, changed.Upper) = (lower, upper);
        list[index] = changed;
    }

    private static void Check(string name, double lower, double upper)
    {
        if (!(lower <= upper) || double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
            throw new ArgumentException($"{name}: no number lies between {lower} and {upper}.", nameof(lower));
    }

    private static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentException($"{name}: found {value}, expected a finite number.", nameof(value));
}
