namespace Plimsoll.Serving.Health;

/// <summary>How a replica stands.</summary>
public enum Standing
{
    /// <summary>It takes requests.</summary>
    Healthy = 0,

    /// <summary>It said that it is full, and is left alone for a while.</summary>
    Full = 1,

    /// <summary>It was ejected, and may show with one request that it works again.</summary>
    OnTrial = 2,

    /// <summary>It failed too often, and is left alone for a while.</summary>
    Ejected = 3,

    /// <summary>It does not answer probes.</summary>
    Down = 4,
}
