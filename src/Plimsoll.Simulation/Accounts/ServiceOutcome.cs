using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Accounts;

/// <summary>What a service simulation came to.</summary>
/// <param name="Report">What was measured.</param>
/// <param name="Fleet">The fleet that served.</param>
/// <param name="Accounts">Number of accounts.</param>
public sealed record ServiceOutcome(SimulationReport Report, FleetPlan Fleet, int Accounts);
