using Plimsoll.Planning;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Simulation.Verification;

/// <summary>What a verification is told to do.</summary>
public sealed record VerificationSettings
{
    /// <summary>The service whose plan is verified.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>How the fleet is simulated.</summary>
    public required FleetSettings Fleet { get; init; }

    /// <summary>Real users and accelerators for each simulated one. 1 or more.</summary>
    public required double Scale { get; init; }

    /// <summary>Hours about the tightest one. 1 to 168.</summary>
    public required int Hours { get; init; }

    /// <summary>The same where a whole week is simulated for what plans say of weeks; null: none is.</summary>
    public required double? WeekScale { get; init; }

    /// <summary>Simulations of each case, with seeds that follow one another. 2 or more.</summary>
    public required int Runs { get; init; }

    /// <summary>Seed of the first.</summary>
    public required ulong Seed { get; init; }

    /// <summary>
    /// Multiples of the load line of the whole policy at which the fleet is tried. Default: 0.9, 1, 1.2.
    /// </summary>
    public IReadOnlyList<double> Lines { get; init; } = [0.9, 1, 1.2];

    /// <summary>
    /// Share of the requests that limits let through which a fleet that holds its promise serves within the objectives.
    /// Default 0.95.
    /// </summary>
    public double GoodShare { get; init; } = 0.95;
}
