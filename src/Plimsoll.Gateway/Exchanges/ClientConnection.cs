using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// What is kept of a client's connection from one of its requests to the next, as a feature of their contexts. For one
/// thread at a time.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private Patience? patience;

    /// <summary>
    /// Whether the client has gone. The request itself may be told so a little later than the failure that comes of it.
    /// </summary>
    public static bool HasLeft(HttpContext http) => http.RequestAborted.IsCancellationRequested
        || http.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed.IsCancellationRequested == true;

    /// <summary>What bounds how long the next exchange waits.</summary>
    public Patience PatienceFor(GatewayState gateway, HttpContext http)
    {
        if (patience is { IsSpent: false })
            return patience;
        patience?.Release();
        return patience = new Patience(gateway, http, isKept: true);
    }

    /// <inheritdoc/>
    public void Dispose() => patience?.Release();
}
