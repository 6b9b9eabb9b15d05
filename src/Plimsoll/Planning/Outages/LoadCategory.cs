using System.Collections.Immutable;

namespace Plimsoll.Planning.Outages;

/// <summary>A part of the load that is shed before or after others.</summary>
/// <param name="Name">Name, unique in a system.</param>
/// <param name="Hours">Load of every hour, in the unit of capacity.</param>
public sealed record LoadCategory(string Name, ImmutableArray<double> Hours);
