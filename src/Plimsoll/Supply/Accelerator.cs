using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>An accelerator kind: what its maker states, and what serving reaches of it.</summary>
public sealed record Accelerator
{
    /// <summary>Name in the scenario, such as <c>h100</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Dense compute rate at the precision of the weights; never with sparsity. Above zero.</summary>
    public required ComputeRate Compute { get; init; }

    /// <summary>High-bandwidth memory of one accelerator. Above zero.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>Bandwidth of that memory. Above zero.</summary>
    public required Bandwidth Bandwidth { get; init; }

    /// <summary>Most accelerators that one replica may span at full interconnect speed. 1 or more.</summary>
    public required int ScaleUp { get; init; }

    /// <summary>How much of the stated figures a serving engine reaches.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>Electric power under load.</summary>
    public required AcceleratorPower Power { get; init; }
}
