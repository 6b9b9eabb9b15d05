namespace Plimsoll.Serving.Health;

/// <summary>How often a request may be given to another replica, so that retries cannot become the load.</summary>
public sealed record RetrySettings
{
    /// <summary>Attempts after the first, each at another replica. 0 or more. Default 2.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Part of the requests that may be retries in the long run. 0 to 1. Default 0.2.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>
    /// Retries that are allowed each second beyond that share, so that a quiet service may retry too. 0 or more.
    /// Default 1.
    /// </summary>
    public double PerSecond { get; init; } = 1;

    /// <summary>Retries that may be saved up for a bad moment. 1 or more. Default 20.</summary>
    public int Saved { get; init; } = 20;
}
