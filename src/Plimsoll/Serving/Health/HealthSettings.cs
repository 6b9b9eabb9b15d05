using Plimsoll.Quantities;

namespace Plimsoll.Serving.Health;

/// <summary>
/// When a replica counts as failed, and for how long. The defaults are choices, not measurements.
/// </summary>
public sealed record HealthSettings
{
    /// <summary>Failures one after the other that eject a replica. 1 or more. Default 5.</summary>
    public int Consecutive { get; init; } = 5;

    /// <summary>Part of a window's requests that fail which ejects a replica. Above 0, up to 1. Default 0.5.</summary>
    public double Ratio { get; init; } = 0.5;

    /// <summary>Requests of a window from which on its ratio counts. 1 or more. Default 20.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>The window: requests count for this long, at most for twice as long. Above 0. Default 10 s.</summary>
    public Duration Window { get; init; } = Duration.FromSeconds(10);

    /// <summary>For how long a replica is ejected for the first time. Above 0. Default 5 s.</summary>
    public Duration Ejection { get; init; } = Duration.FromSeconds(5);

    /// <summary>
    /// Longest ejection: each that follows on a failed trial lasts twice as long as the one before. Default 5 min.
    /// </summary>
    public Duration LongestEjection { get; init; } = Duration.FromMinutes(5);

    /// <summary>
    /// For how long a replica that said it is full is left alone if it did not say how long. Above 0. Default 1 s.
    /// </summary>
    public Duration BackOff { get; init; } = Duration.FromSeconds(1);

    /// <summary>Longest that a replica may ask to be left alone. Default 10 min.</summary>
    public Duration LongestBackOff { get; init; } = Duration.FromMinutes(10);

    /// <summary>Probes failed one after the other that take a replica out. 1 or more. Default 3.</summary>
    public int Probes { get; init; } = 3;
}
