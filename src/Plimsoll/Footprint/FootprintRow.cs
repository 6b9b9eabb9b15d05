using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint;

/// <summary>Energy and impacts of what has a key in common.</summary>
/// <param name="Key">The key.</param>
/// <param name="Joules">Energy at the meters; over all rows exactly what the meters read.</param>
/// <param name="AcceleratorHours">Accelerator-hours.</param>
/// <param name="Requests">Requests that were served.</param>
/// <param name="OutputTokens">Output tokens that were served.</param>
/// <param name="Impacts">Amounts by impact, in the order of <see cref="ServiceFootprint.Impacts"/>.</param>
public sealed record FootprintRow(
    FootprintKey Key,
    Joules Joules,
    double AcceleratorHours,
    double Requests,
    double OutputTokens,
    ImmutableArray<double> Impacts);
