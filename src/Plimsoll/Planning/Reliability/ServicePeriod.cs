using Plimsoll.Quantities;

namespace Plimsoll.Planning.Reliability;

/// <summary>The hours for which a service is assessed, and the demand in them.</summary>
/// <param name="Start">Midnight UTC of the first day.</param>
/// <param name="Days">How many days, 1 or more.</param>
public sealed record ServicePeriod(Instant Start, int Days)
{
    /// <summary>Whether demand grows as time goes by. Default: it stays as it is at the start.</summary>
    public bool Grows { get; init; }

    /// <summary>By what all demand is multiplied, above 0. Default: 1.</summary>
    public double LoadMultiple { get; init; } = 1;
}
