using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>What a million tokens cost, in whole millionths of a US dollar. <c>default</c> is free.</summary>
/// <param name="PerMillion">Price of a million tokens.</param>
public readonly record struct TokenPrice(MicroUsd PerMillion) : IQuantity<TokenPrice>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("price", "USD/M tokens",
        ("USD/M tokens", 1));

    /// <inheritdoc/>
    double IQuantity<TokenPrice>.InBaseUnit => (double)PerMillion.Dollars;

    /// <inheritdoc/>
    static TokenPrice IQuantity<TokenPrice>.FromBaseUnit(double value) => new(MicroUsd.From(value));
}
