namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>How connections to an upstream are made and kept.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Time that a connection, with its TLS, has to come about. Default 10 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time that a connection is kept while nobody uses it. Default 30 s. A server that closes it sooner costs nothing
    /// but the connection.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Age beyond which a connection is not used again: a name is looked up anew. Default 5 min.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most connections to one upstream kept while nobody uses them, 0 or more. Default 256.</summary>
    public int MaxIdle { get; init; } = 256;
}
