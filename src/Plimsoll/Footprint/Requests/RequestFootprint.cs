using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Requests;

/// <summary>What one request caused, as far as the service's model tells.</summary>
/// <param name="Own">Energy that its own tokens took, at the site's meter.</param>
/// <param name="Idle">Its part in the energy of what was on and idle.</param>
/// <param name="Impacts">Amounts by impact, in the order of <see cref="FootprintRates.Impacts"/>.</param>
public readonly record struct RequestFootprint(Joules Own, Joules Idle, ImmutableArray<double> Impacts)
{
    /// <summary>Energy of both.</summary>
    public Joules Energy => Own + Idle;
}
