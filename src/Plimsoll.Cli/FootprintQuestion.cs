using Plimsoll.Footprint;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;

namespace Plimsoll.Cli;

/// <summary>What is asked of a footprint.</summary>
/// <param name="Document">The scenario.</param>
/// <param name="Period">The period; null: as the subject has it.</param>
/// <param name="Objective">What decides where load goes; null: evenly.</param>
/// <param name="Columns">What rows are told apart by; null: the usual.</param>
internal sealed record FootprintQuestion(
    ScenarioDocument Document,
    (Instant From, int Hours)? Period,
    AllocationObjective? Objective,
    FootprintColumns? Columns)
{
    /// <summary>Whether it is printed as JSON.</summary>
    public required bool IsJson { get; init; }

    /// <summary>Changes of the policy without which the same service is put beside.</summary>
    public required IReadOnlyList<string> WithoutChanges { get; init; }

    /// <summary>Whether ranges are asked for.</summary>
    public required bool HasRanges { get; init; }

    /// <summary>CSV file of the rows.</summary>
    public required WrittenFile Csv { get; init; }

    /// <summary>Page.</summary>
    public required WrittenFile Html { get; init; }
}
