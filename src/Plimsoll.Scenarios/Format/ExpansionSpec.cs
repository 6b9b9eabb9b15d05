using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Accelerators and power that a site gets beside what its ramp brings, on the feeds that it has.</summary>
public sealed record ExpansionSpec
{
    /// <summary>First day in service; absent: as long as the site.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Power that it brings, in the basis of the site's.</summary>
    public required Input<Watts> Power { get; init; }

    /// <summary>Accelerator kind, by name.</summary>
    public required string Accelerator { get; init; }

    /// <summary>How many are installed.</summary>
    public required Input<Count> Count { get; init; }

    /// <summary>Part of them in working order at a time.</summary>
    public required Input<Share> Availability { get; init; }

    /// <summary>Part of them that serves users; the rest trains or experiments.</summary>
    [ZeroAllowed]
    public required Input<Share> Inference { get; init; }
}
