using Plimsoll.Limits;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>An account of a case.</summary>
/// <param name="Above">Number of the account above; -1: none.</param>
/// <param name="Level">Its level.</param>
/// <param name="Terms">What it carries.</param>
/// <param name="Product">What it asks with.</param>
internal sealed record SwarmAccount(int Above, ScopeLevel Level, ScopeTerms Terms, string Product);
