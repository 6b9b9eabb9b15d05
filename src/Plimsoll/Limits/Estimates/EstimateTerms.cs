using Plimsoll.Quantities;

namespace Plimsoll.Limits.Estimates;

/// <summary>How usage is estimated before a request is served.</summary>
public sealed record EstimateTerms
{
    /// <summary>Parts of one in which shares are counted.</summary>
    internal const int Parts = 1_000_000;

    /// <summary>
    /// Share of requests that should write no more than was estimated: above 0, below 1, to the millionth. Default 0.9.
    /// </summary>
    public Share Target { get; init; } = new(0.9);

    /// <summary>
    /// Most pairs of account and model class whose history is kept, rounded up to a power of two, from 8 to 2^24.
    /// Default 65,536, which take 3 MB. Beyond it the pairs that are not used again go first; they fall back to the
    /// history of their class.
    /// </summary>
    public int Capacity { get; init; } = 65_536;
}
