using System.Collections.Immutable;

namespace Plimsoll.Demand;

/// <summary>What one group asks in a week, before growth.</summary>
/// <param name="Name">Name of a population, of organisations, or of what was measured.</param>
/// <param name="Holder">The plan or tier that they are on; those of what was measured, with commas between.</param>
/// <param name="Requests">
/// Requests per second: 168 hours, Monday 00:00 UTC first, by class in the order of the classes.
/// </param>
/// <param name="Shape">When they are active; null: it was measured.</param>
public readonly record struct GroupLoad(
    string Name, string Holder, ImmutableArray<double> Requests, WeekShape? Shape);
