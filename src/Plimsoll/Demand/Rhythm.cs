using System.Collections.Immutable;

namespace Plimsoll.Demand;

/// <summary>Relative activity by local hour of the day.</summary>
/// <param name="Weekday">24 values from local midnight, Monday to Friday.</param>
/// <param name="Weekend">24 values from local midnight, Saturday and Sunday.</param>
public sealed record Rhythm(ImmutableArray<double> Weekday, ImmutableArray<double> Weekend);
