using System.Collections.Immutable;

namespace Plimsoll.Planning;

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
