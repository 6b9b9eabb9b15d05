using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Amounts as the dialects write them. All come from the same <see cref="LimitState"/>.</summary>
internal static class WireAmount
{
    /// <summary>
    /// What stands for a cap that is none where an operator sets one: the most that a scope can hold of its own.
    /// </summary>
    public static readonly MicroUsd NoCap = new(long.MaxValue - 1);

    private const int FractionSteps = 10_000;

    private static readonly RepeatedTexts Numbers = new(value => value.ToString(CultureInfo.InvariantCulture));
    private static readonly RepeatedTexts Fractions = new(steps => Text(steps / (decimal)FractionSteps));
    private const long Thousand = 1000;

    /// <summary>Whether the amount stands for no limit at all.</summary>
    public static bool IsUnlimited(in LimitState state) =>
        state.Kind == LimitKind.Overage && state.Limit >= NoCap.Value;

    /// <summary>
    /// What is used and reserved as a fraction of 1, in steps of 0.0001 and rounded down: it reads 1 only where nothing
    /// is left. May exceed 1.
    /// </summary>
    public static decimal Fraction(in LimitState state) => Steps(state) / (decimal)FractionSteps;

    /// <summary>The same as a header writes it.</summary>
    public static string FractionText(in LimitState state) => Fractions.Of(Steps(state));

    /// <summary>The same from 0 to 100, in steps of 0.01.</summary>
    public static decimal Percent(in LimitState state) => Steps(state) * 100m / FractionSteps;

    /// <summary>A fraction as a header writes it, such as <c>0.75</c>.</summary>
    public static string Text(decimal fraction) => fraction.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A whole number as a header writes it.</summary>
    public static string Text(long value) => Numbers.Of(value);

    /// <summary>What is left, to the nearest thousand tokens, and never more than the limit.</summary>
    public static long RoundedTokens(in LimitState state)
    {
        var above = state.Remaining % Thousand;
        var floor = state.Remaining - above;
        return Math.Min(state.Limit, above * 2 >= Thousand ? floor + Thousand : floor);
    }

    /// <summary>An amount of a limit in its unit, exact: credits and dollars are kept in millionths.</summary>
    public static decimal InUnit(LimitKind kind, long amount) => kind switch
    {
        LimitKind.Session or LimitKind.Week => amount / (decimal)Credits.MicroPerCredit,
        LimitKind.Spend or LimitKind.Overage => amount / (decimal)MicroUsd.PerDollar,
        _ => amount,
    };

    /// <summary>Money in cents, exact to the ten-thousandth.</summary>
    public static decimal Cents(MicroUsd money) => money.Dollars * 100;

    /// <summary>Money from cents; null where it is not exact to a millionth of a dollar or out of range.</summary>
    public static MicroUsd? FromCents(decimal cents)
    {
        const decimal microPerCent = MicroUsd.PerDollar / 100;
        if (Math.Abs(cents) > long.MaxValue / microPerCent)
            return null;
        var micro = cents * microPerCent;
        return decimal.Truncate(micro) == micro ? new MicroUsd((long)micro) : null;
    }

    private static long Steps(in LimitState state)
    {
        if (state.Limit <= 0)
            return FractionSteps;
        const long few = long.MaxValue / 2 / FractionSteps;
        return state is { Used: <= few, Reserved: <= few }
            ? (state.Used + state.Reserved) * FractionSteps / state.Limit
            : (long)Int128.Min(((Int128)state.Used + state.Reserved) * FractionSteps / state.Limit, long.MaxValue);
    }
}
