using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>What can be seen of a service between two instants.</summary>
/// <param name="Now">The instant that has passed.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Pools">States of the pools.</param>
/// <param name="Desk">The limits; null: none.</param>
internal sealed record Moment(Instant Now, int InFlight, ImmutableArray<PoolState> Pools, LimitDesk? Desk);
