using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Prices of a class for a million tokens, by kind of token.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Input written to the prefix cache for the short time.</param>
/// <param name="CacheWriteLong">Input written to the prefix cache for the long time.</param>
/// <param name="CacheRead">Input read from the prefix cache.</param>
/// <param name="Output">Output.</param>
public sealed record PriceTerms(
    MicroUsd Input, MicroUsd CacheWrite, MicroUsd CacheWriteLong, MicroUsd CacheRead, MicroUsd Output)
{
    /// <summary>Parts of a millionth of a dollar in which <see cref="Exact"/> counts.</summary>
    internal const long Parts = 1_000_000;

    /// <summary>
    /// What a class without prices of its own is charged: 5 dollars of input and 25 of output, with the usual multiples
    /// of the cache. A model that nobody priced is never free.
    /// </summary>
    public static PriceTerms Unknown { get; } = OfTokens(5, 25);

    /// <summary>Prices with cache writes at 1.25 and 2 times the input and cache reads at a tenth of it.</summary>
    /// <param name="input">Dollars for a million tokens of input.</param>
    /// <param name="output">Dollars for a million tokens of output.</param>
    public static PriceTerms OfTokens(double input, double output) => new(
        MicroUsd.From(input),
        MicroUsd.From(input * 1.25),
        MicroUsd.From(input * 2),
        MicroUsd.From(input / 10),
        MicroUsd.From(output));

    /// <summary>What <paramref name="usage"/> costs, rounded up to a millionth of a dollar.</summary>
    /// <exception cref="OverflowException">The cost is beyond 9.2e6 dollars.</exception>
    public MicroUsd Charge(in TokenUsage usage) => new((Exact(usage) + (Parts - 1)) / Parts);

    /// <summary>The same, exact: in millionths of a millionth of a dollar.</summary>
    internal long Exact(in TokenUsage usage) =>
        (usage.Input.Value * Input.Value)
        + (usage.CacheWrite.Value * CacheWrite.Value)
        + (usage.CacheWriteLong.Value * CacheWriteLong.Value)
        + (usage.CacheRead.Value * CacheRead.Value)
        + (usage.Output.Value * Output.Value);
}
