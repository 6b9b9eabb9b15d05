namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Cancels work on an upstream when it has been silent for too long, the client is gone or the gateway ends.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan silence;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource either;

    /// <summary>Begins to wait.</summary>
    public Patience(GatewayState gateway, CancellationToken clientGone)
    {
        silence = gateway.Options.UpstreamPatience;
        timer = new CancellationTokenSource(silence, gateway.Clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, clientGone, gateway.Ending);
    }

    /// <summary>Cancelled in any of these cases.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>The upstream made itself heard: begins to wait anew.</summary>
    public void Renew() => timer.CancelAfter(silence);

    /// <summary>Stops waiting: the next word is not the upstream's.</summary>
    public void Pause() => timer.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        timer.Dispose();
    }
}
