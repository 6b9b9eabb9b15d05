using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>A class of priority in a queue.</summary>
public sealed record BandTerms
{
    /// <summary>
    /// Longest wait that a band may have: what a waiting request holds of its limits must outlast it.
    /// </summary>
    public static readonly Duration LongestOfAll = Duration.FromMinutes(5);

    /// <summary>
    /// Share of the virtual tokens started that it keeps while higher bands wait, so that it does not starve. From 0 to
    /// below 1, to a thousandth. Default 0.
    /// </summary>
    public Share Kept { get; init; }

    /// <summary>
    /// How long its requests wait at most, above 0 and up to <see cref="LongestOfAll"/>. Default 10 s.
    /// </summary>
    public Duration LongestWait { get; init; } = Duration.FromSeconds(10);
}
