using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;

namespace Plimsoll.Cli.Reports;

/// <summary>A footprint with all that was asked for beside it.</summary>
/// <param name="Report">The footprint.</param>
/// <param name="Scenario">Name of the scenario.</param>
internal sealed record FootprintAnswer(FootprintReport Report, string Scenario)
{
    /// <summary>What plans leave.</summary>
    public required ImmutableArray<PlanMargin> Margins { get; init; }

    /// <summary>What is not stated; null: nothing that counts.</summary>
    public required string? Unstated { get; init; }

    /// <summary>Changes of the policy whose part is asked for.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>The same without these changes; null: not asked for.</summary>
    public required FootprintReport? Without { get; init; }

    /// <summary>Ranges of its figures; null: not asked for.</summary>
    public required FootprintSensitivity? Ranges { get; init; }
}
