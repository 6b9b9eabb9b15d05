namespace Plimsoll.Limits;

/// <summary>
/// What one unit of usage takes from a window: one over the product of the allowances that match, as a reduced
/// fraction. Factors count to the millionth; a product whose reduced fraction needs more than 63 bits throws.
/// </summary>
/// <param name="Numerator">Above 0, except in <c>default</c>, which is no rate.</param>
/// <param name="Denominator">Above 0, except in <c>default</c>.</param>
internal readonly record struct ChargeRate(long Numerator, long Denominator)
{
    private const long FactorUnit = 1_000_000;

    /// <summary>The rate where no allowance matches.</summary>
    public static ChargeRate Full => new(1, 1);

    /// <summary>Whether usage is charged as it is.</summary>
    public bool IsFull => Numerator == Denominator;

    /// <summary>What the window is charged for an amount, rounded up once.</summary>
    /// <param name="amount">The amount, 0 or more.</param>
    /// <param name="parts">How many parts of a unit it counts in. Default 1.</param>
    /// <exception cref="OverflowException">The charge needs more than 63 bits.</exception>
    public long Charge(long amount, long parts = 1)
    {
        if (IsFull && parts == 1)
            return amount;
        var (quotient, remainder) = Int128.DivRem(Math.BigMul(amount, Numerator), Math.BigMul(Denominator, parts));
        return (long)(remainder > 0 ? quotient + 1 : quotient);
    }

    /// <summary>The rate where <paramref name="allowance"/> matches as well.</summary>
    /// <exception cref="ArgumentException">Its factor is below a millionth.</exception>
    public ChargeRate Allowing(Allowance allowance)
    {
        var factor = (long)Math.Round(allowance.Factor.Value * FactorUnit);
        if (factor <= 0)
        {
            throw new ArgumentException(
                $"Change {allowance.Change}: the factor of allowance {allowance.Name} is {allowance.Factor.Value}; "
                + "expected 0.000001 or more.");
        }

        // Cancelling crosswise keeps products of many factors within 63 bits and the result reduced.
        var common = GreatestCommonDivisor(FactorUnit, factor);
        var (up, down) = (FactorUnit / common, factor / common);
        var above = GreatestCommonDivisor(Numerator, down);
        var below = GreatestCommonDivisor(up, Denominator);
        return new ChargeRate(
            Numerator / above * (up / below),
            Denominator / below * (down / above));
    }

    private static long GreatestCommonDivisor(long left, long right)
    {
        while (right != 0)
            (left, right) = (right, left % right);
        return left;
    }
}
