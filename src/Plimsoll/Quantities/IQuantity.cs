namespace Plimsoll.Quantities;

/// <summary>
/// A number with a unit, as scenario files write it: <c>300 MW</c>, <c>5 h</c>, <c>500k tokens/min</c>.
/// </summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf>
    where TSelf : IQuantity<TSelf>
{
    /// <summary>The dimension's name and the units it may be written in.</summary>
    static abstract Dimension Dimension { get; }

    /// <summary>The value in <see cref="Dimension.BaseUnit"/>.</summary>
    double InBaseUnit { get; }

    /// <summary>The quantity of <paramref name="value"/> base units, rounded to the type's resolution.</summary>
    static abstract TSelf FromBaseUnit(double value);
}
