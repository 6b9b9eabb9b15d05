using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>How money is reckoned with.</summary>
public sealed record MoneySpec
{
    /// <summary>Discount a year of what is due later; absent: no present value is told.</summary>
    [ZeroAllowed]
    public Input<Share>? Discount { get; init; }

    /// <summary>
    /// Market price of an accelerator-hour by kind, where <c>candidates.price-per-hour</c> has none: it stands in where
    /// a contract has no price.
    /// </summary>
    public IReadOnlyDictionary<string, Input<Usd>> Rents { get; init; } = new Dictionary<string, Input<Usd>>();
}

/// <summary>From when on which multiple of a contract's prices is due.</summary>
public sealed record FeeStepSpec
{
    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Part of the price, such as <c>0.5x</c>.</summary>
    [ZeroAllowed]
    public required Input<Factor> Multiple { get; init; }
}

/// <summary>
/// A total that is stated over some years. Without a price of a month it is spread evenly over them; beside one it is
/// only told.
/// </summary>
public sealed record CommitmentSpec
{
    /// <summary>The total.</summary>
    public required Input<Usd> Total { get; init; }

    /// <summary>First day of the years.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The first day after them.</summary>
    public required DateOnly Until { get; init; }
}
