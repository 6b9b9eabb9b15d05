namespace Plimsoll.Quantities;

/// <summary>What kind of number a quantity is and which unit symbols it may be written in.</summary>
public sealed class Dimension
{
    private readonly (string Symbol, double Scale)[] units;

    /// <summary>Declares a dimension.</summary>
    /// <param name="name">What a person calls it: <c>power</c>, <c>duration</c>.</param>
    /// <param name="baseUnit">The unit in which values are kept; it has scale 1.</param>
    /// <param name="units">Every accepted symbol and how many base units it is worth.</param>
    public Dimension(string name, string baseUnit, params (string Symbol, double Scale)[] units)
    {
        Name = name;
        BaseUnit = baseUnit;
        this.units = units;
    }

    /// <summary>What a person calls it.</summary>
    public string Name { get; }

    /// <summary>The unit in which values are kept.</summary>
    public string BaseUnit { get; }

    /// <summary>
    /// Accepted unit symbols, smallest first as declared. An empty symbol means a bare number is accepted.
    /// </summary>
    public IEnumerable<string> Symbols => units.Select(u => u.Symbol);

    /// <summary>Finds how many base units one <paramref name="symbol"/> is worth. Symbols are case-sensitive.</summary>
    public bool TryGetScale(string symbol, out double scale)
    {
        foreach (var unit in units)
        {
            if (unit.Symbol != symbol)
                continue;
            scale = unit.Scale;
            return true;
        }

        scale = 0;
        return false;
    }
}
