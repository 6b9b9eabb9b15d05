using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>What all direct connections share.</summary>
/// <param name="bounds">What clients may ask of a connection.</param>
/// <param name="mostBodyBytes">Longest body that is read; a request with a longer one is not served directly.</param>
/// <param name="clientPatience">How long a client may take to read what is on its way to it.</param>
/// <param name="clock">Time as answers tell it.</param>
/// <param name="serve">Serves a request.</param>
internal sealed class DirectServer(
    TransportBounds bounds,
    long mostBodyBytes,
    Func<TimeSpan> clientPatience,
    TimeProvider clock,
    Func<HttpContext, Task> serve)
{
    /// <summary>Paths to which plain requests are served directly: those that ask a model.</summary>
    public static DirectRoute[] Routes { get; } =
    [
        new("/v1/messages"), new("/v1/chat/completions"), new("/v1/responses"), new("/v1/completions"),
        new("/v1/embeddings"),
    ];

    /// <summary>What clients may ask of a connection.</summary>
    public TransportBounds Bounds => bounds;

    /// <summary>Longest body that is read.</summary>
    public long MostBodyBytes => mostBodyBytes;

    /// <summary>How long a client may take to read what is on its way to it.</summary>
    public TimeSpan ClientPatience => clientPatience();

    /// <summary>Time as answers tell it.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Serves a request.</summary>
    public Task Serve(HttpContext http) => serve(http);

    /// <summary>Serves a connection to its end.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">Reads HTTP from it where a request is not plain.</param>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        using var direct = new DirectConnection(connection, this);
        await direct.Run(next);
    }
}
