using System.Collections.Immutable;

namespace Plimsoll.Planning.Allocation;

/// <summary>
/// Replicas of a class that are held in every hour, whatever the load is: those that serve count, the others stand by
/// and draw the power of an accelerator that serves nothing.
/// </summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Class">Index of the model class.</param>
/// <param name="Replicas">How many, all sites together.</param>
/// <param name="Sites">Sites that count; null: all.</param>
public sealed record MinimumReplicas(string Name, int Class, double Replicas, ImmutableArray<string>? Sites);
