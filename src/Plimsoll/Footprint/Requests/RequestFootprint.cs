using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Requests;

/// <summary>What one request caused, as far as the service's model tells.</summary>
/// <param name="Own">Energy that its own tokens took, at the site's meter.</param>
/// <param name="Idle">
/// Its part in the energy of what was on and idle, and of replicas that were held for its class.
/// </param>
/// <param name="Impacts">Amounts by impact of both, in the order of <see cref="FootprintRates.Impacts"/>.</param>
/// <param name="IdleImpacts">Of them those of what was idle and held.</param>
public readonly record struct RequestFootprint(
    Joules Own, Joules Idle, ImmutableArray<double> Impacts, ImmutableArray<double> IdleImpacts)
{
    /// <summary>Energy of both.</summary>
    public Joules Energy => Own + Idle;
}
