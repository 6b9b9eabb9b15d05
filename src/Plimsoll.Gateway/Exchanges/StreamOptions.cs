namespace Plimsoll.Gateway.Exchanges;

/// <summary>How long an answer may take, and how a client is kept waiting.</summary>
public sealed record StreamOptions
{
    /// <summary>
    /// Silence of the upstream, once its stream has begun, after which the client gets a ping, and again after as long,
    /// so that nothing between takes the connection for dead. Above 0. Default 15 s.
    /// </summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time for which a client may leave unread what waits for it before it is cut. It pays for what was produced.
    /// Above 0. Default 1 min.
    /// </summary>
    public TimeSpan ClientPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time from asking an upstream to the end of its answer. Above 0. Default 1 h.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromHours(1);
}
