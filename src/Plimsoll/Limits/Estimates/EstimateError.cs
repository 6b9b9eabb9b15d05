namespace Plimsoll.Limits.Estimates;

/// <summary>How well estimates of output held. Counts only requests whose answer was complete.</summary>
/// <param name="Samples">Requests.</param>
/// <param name="Covered">Those that wrote no more than was estimated.</param>
/// <param name="Target">Share that should be covered, from 0 to 1.</param>
/// <param name="Estimated">Output tokens estimated, of all of them.</param>
/// <param name="Written">Output tokens written, of all of them.</param>
public readonly record struct EstimateError(long Samples, long Covered, double Target, long Estimated, long Written)
{
    /// <summary>Share of requests that wrote no more than was estimated, from 0 to 1; null before the first.</summary>
    public double? Coverage => Samples == 0 ? null : (double)Covered / Samples;

    /// <summary>Tokens estimated for each token written: 1 is exact; null while nothing was written.</summary>
    public double? Ratio => Written == 0 ? null : (double)Estimated / Written;
}
