using System.Collections.Immutable;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>A simulation that is over, and what it was told to do.</summary>
internal sealed record SimulationRun
{
    /// <summary>What was simulated, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the scenario or fleet file.</summary>
    public required string Scenario { get; init; }

    /// <summary>Seed of all chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The command that gives the same bytes again.</summary>
    public required string Command { get; init; }

    /// <summary>What the answer rests on, in the order in which it is to be read.</summary>
    public required ImmutableArray<SimulationInput> Inputs { get; init; }

    /// <summary>What was measured.</summary>
    public required SimulationReport Report { get; init; }

    /// <summary>Its figures over all seeds, where there were several; <see cref="Report"/> is of the first.</summary>
    public ImmutableArray<RepeatedFigure> Repeated { get; init; } = [];

    /// <summary>How its figures compare with those at another scale; null where that was not asked.</summary>
    public ScaleAgreement? Against { get; init; }
}

/// <summary>An input of a simulation.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value with its unit.</param>
/// <param name="Evidence">reported, measured, derived or assumed, as in scenarios; null: the user chose it.</param>
/// <param name="Source">Where it is from; null when that is the command or the fleet file.</param>
internal sealed record SimulationInput(string Name, string Value, string? Evidence = null, string? Source = null);
