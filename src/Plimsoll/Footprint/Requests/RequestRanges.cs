using System.Collections.Immutable;

namespace Plimsoll.Footprint.Requests;

/// <summary>How far what requests of a class cause may be off, as parts of each figure, such as 0.8 and 1.4.</summary>
/// <param name="Energy">Of the energy.</param>
/// <param name="Impacts">Of each impact, in the order of <see cref="FootprintRates.Impacts"/>.</param>
public sealed record RequestRanges(
    (double Low, double High) Energy, ImmutableArray<(double Low, double High)> Impacts);
