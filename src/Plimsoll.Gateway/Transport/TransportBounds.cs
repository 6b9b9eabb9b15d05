namespace Plimsoll.Gateway.Transport;

/// <summary>What one client may ask of a connection before the gateway has read a request.</summary>
public sealed record TransportBounds
{
    /// <summary>Longest request line in bytes: method, path and query. Default 8 KiB; 64 B to 64 KiB.</summary>
    public int RequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Most bytes of a request's headers together. Default 32 KiB; 1 KiB to 1 MiB.</summary>
    public int HeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Most headers of a request. Default 100; 10 to 1,000.</summary>
    public int Headers { get; init; } = 100;

    /// <summary>Most connections at a time; more are closed at once. Default null: no bound.</summary>
    public int? Connections { get; init; }

    /// <summary>Longest time from a request's first byte to the end of its headers. Default 30 s; 1 s to 1 h.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be without a request. Default 130 s; 1 s to 1 h.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>
    /// Slowest a body may arrive, in bytes a second on average, once <see cref="BodyGrace"/> has passed. Default 240; 1
    /// or more.
    /// </summary>
    public double BodyRate { get; init; } = 240;

    /// <summary>How long a body may be slower. Default 5 s; above 1 s.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);
}
