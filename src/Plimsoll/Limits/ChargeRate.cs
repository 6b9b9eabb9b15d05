using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// What one credit of usage takes from a window: one over the product of the allowances that match, as a reduced
/// fraction. Factors count to the millionth; a product whose reduced fraction needs more than 63 bits throws.
/// </summary>
/// <param name="Numerator">Above 0, except in <c>default</c>, which is no rate.</param>
/// <param name="Denominator">Above 0, except in <c>default</c>.</param>
internal readonly record struct ChargeRate(long Numerator, long Denominator)
{
    private const long FactorUnit = 1_000_000;

    /// <summary>The rate of usage admitted at <paramref name="at"/>, toward a window of a plan.</summary>
    public static ChargeRate Of(Policy policy, WindowKind window, string plan, string product, Instant at)
    {
        var rate = new ChargeRate(1, 1);
        foreach (var allowance in policy.Allowances)
        {
            if (allowance.Window == window
                && allowance.Covers(plan, product)
                && (allowance.When is null || allowance.When.Contains(at)))
            {
                rate = rate.Allowing(allowance);
            }
        }

        return rate;
    }

    /// <summary>Millionths of a credit that the window is charged for <paramref name="usage"/>, rounded up.</summary>
    public long Charge(Credits usage)
    {
        if (Numerator == Denominator)
            return usage.Micro;
        var (quotient, remainder) = Int128.DivRem(Math.BigMul(usage.Micro, Numerator), Denominator);
        return (long)(remainder > 0 ? quotient + 1 : quotient);
    }

    private ChargeRate Allowing(Allowance allowance)
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
