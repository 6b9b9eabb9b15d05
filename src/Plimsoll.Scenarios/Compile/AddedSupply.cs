using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>What one more accelerator of a kind at a place is: the same for <c>--add</c> and for searches.</summary>
/// <param name="Availability">Part of the time in working order.</param>
/// <param name="PowerEach">
/// Power of the place's basis that comes with it: enough for full load, its thermal design power.
/// </param>
internal sealed record AddedSupply(Share Availability, Watts PowerEach)
{
    /// <summary>Feeds of a site that is added: the fewest of which losing one leaves something. Assumed.</summary>
    public const int NewFeeds = 2;

    /// <summary>Where the place has none of the kind. Assumed.</summary>
    private static readonly Share UsualAvailability = new(0.97);

    /// <summary>The terms of a kind at a site.</summary>
    /// <param name="spec">The scenario.</param>
    /// <param name="kind">Name of the accelerator kind.</param>
    /// <param name="site">Name of the site; null: a new one.</param>
    public static AddedSupply Of(ScenarioSpec spec, string kind, string? site)
    {
        var place = site is null ? null : spec.Sites[site];
        var chain = place is null
            ? SupplyCompiler.PowerChain(spec.PowerChain) : SupplyCompiler.PowerChain(spec.PowerChain, place);
        var alike = place?.Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal)
            .Select(pool => pool.Value).FirstOrDefault(pool => pool.Accelerator == kind);
        return new AddedSupply(
            alike?.Availability.Value ?? UsualAvailability, spec.Accelerators[kind].Power.Tdp.Value * chain);
    }
}
