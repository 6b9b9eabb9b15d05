using System.Collections.Immutable;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>How much of the required load a fleet serves at its tightest hour and outage.</summary>
/// <param name="Multiple">
/// Served over required: 1 just serves it, below 1 does not; infinite when there is no load.
/// </param>
/// <param name="Hour">The hour of the week, 0 is Monday 00:00 UTC.</param>
/// <param name="Outage">Site that has lost a feed; null: everything is in service.</param>
/// <param name="Worth">
/// What stops the load: the part of each class in the load's cost, then what each pool and each site's power is worth.
/// </param>
public sealed record Margin(double Multiple, int Hour, Site? Outage, double[] Worth);

/// <summary>What stops a load line from rising.</summary>
/// <param name="Class">Index of the model class whose load costs most there.</param>
/// <param name="Hour">Hour of the week, 0 is Monday 00:00 UTC.</param>
/// <param name="Outage">Site that has lost a feed, by name; null: everything is in service.</param>
/// <param name="Resources">What is used up, the most valuable first.</param>
public sealed record Binding(int Class, int Hour, string? Outage, ImmutableArray<BindingResource> Resources);

/// <summary>A resource that is used up.</summary>
/// <param name="Name">What and where.</param>
/// <param name="Weight">Its part of the value of everything that is used up; the parts add up to 1.</param>
public sealed record BindingResource(string Name, double Weight);
