using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Verification;

/// <summary>One simulation of a verification.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="LineMultiple">Its load over the load line of the whole policy.</param>
/// <param name="Simulation">The simulation.</param>
public sealed record VerificationCase(VerificationKind Kind, double LineMultiple, ServiceSimulation Simulation);

/// <summary>What a simulation of a verification is for.</summary>
public enum VerificationKind
{
    /// <summary>The hours about the tightest one, as planned.</summary>
    Hours = 1,

    /// <summary>A whole week, as planned.</summary>
    Week = 2,

    /// <summary>The same hours under a multiple of the load line of the whole policy.</summary>
    Line = 3,
}

/// <summary>A simulation of a verification that is over.</summary>
/// <param name="Report">What was measured.</param>
/// <param name="Fleet">The fleet that served.</param>
/// <param name="Tally">What was counted beside.</param>
public sealed record VerifiedRun(SimulationReport Report, FleetPlan Fleet, VerificationTally Tally);
