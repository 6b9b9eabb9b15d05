using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Bounds how long an exchange waits: for the upstream's next word, for the client to read, and in all. It ends the
/// work on the upstream then, and when the client is gone or the gateway ends. One timer looks after all of it, and is
/// set anew only when it has rung: what comes in between costs a reading of the clock. Safe to share between threads.
/// </summary>
internal sealed class Patience : IDisposable
{
    // It has no timer of its own, so that it needs no disposal: nobody knows when the last has rung.
    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration leaving;
    private readonly CancellationTokenRegistration ending;
    private readonly Lock gate = new();
    private readonly GatewayState gateway;
    private readonly HttpContext http;
    private readonly ITimer timer;
    private readonly bool isKept;
    private StreamOptions streams = new();
    private TimeSpan silence;
    private string requestId = "";
    private IHttpMinResponseDataRateFeature? rate;
    private MinDataRate? before;
    private Action? ping;
    private long pingedAt;
    private long turnBegan;
    private long end;
    private long ringsAt = long.MaxValue;
    private bool isClientsTurn;
    private bool isOver = true;

    /// <summary>The patience with a client, or with a connection of one.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="http">The request; of a connection, the same for all of its requests.</param>
    /// <param name="isKept">Whether it serves another request once this one has ended.</param>
    public Patience(GatewayState gateway, HttpContext http, bool isKept)
    {
        (this.gateway, this.http, this.isKept) = (gateway, http, isKept);
        leaving = http.RequestAborted.UnsafeRegister(Cancel, source);
        ending = gateway.Ending.UnsafeRegister(Cancel, source);
        timer = gateway.Clock.CreateTimer(
            static patience => ((Patience)patience!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to wait for the upstream, with a request; it is to be disposed when that has ended.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="http">The request.</param>
    /// <param name="requestId">What the gateway calls it.</param>
    /// <param name="ping">Told when the upstream was silent for as long as clients are not pinged.</param>
    public static Patience Begin(GatewayState gateway, HttpContext http, string requestId, Action ping)
    {
        var patience = http.Features.Get<ClientConnection>()?.PatienceFor(gateway, http)
            ?? new Patience(gateway, http, isKept: false);
        patience.Begin(requestId, ping);
        return patience;
    }

    /// <summary>Whether it can begin with no other request: it has nobody, or nothing, to wait for any more.</summary>
    public bool IsSpent => source.IsCancellationRequested || RanOut is not null;

    /// <summary>Cancelled when there is nothing more to wait for.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What an upstream did that took too long; null: none did.</summary>
    public string? RanOut { get; private set; }

    /// <summary>The next word is the upstream's.</summary>
    public void AwaitUpstream() => Await(isClient: false);

    /// <summary>Something is on its way to the client: the next word is not the upstream's.</summary>
    public void AwaitClient() => Await(isClient: true);

    /// <summary>Tells from now on when the upstream was silent for as long as clients are not pinged.</summary>
    public void PingBy(Action act)
    {
        lock (gate)
        {
            ping = act;
            WakeBy(After(streams.Ping));
        }
    }

    /// <summary>The request has ended: its connection is another's, or waits for another.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            ping = null;
        }

        rate?.MinDataRate = before;
        if (!isKept)
            Release();
    }

    /// <summary>No other request comes.</summary>
    public void Release()
    {
        timer.Dispose();
        leaving.Dispose();
        ending.Dispose();
    }

    private void Begin(string request, Action act)
    {
        // The server's own bound on slow clients follows another clock and cuts sooner: it is in force again once this
        // no longer looks after them.
        rate = http.Features.Get<IHttpMinResponseDataRateFeature>();
        before = rate?.MinDataRate;
        rate?.MinDataRate = null;
        var options = gateway.Options;
        lock (gate)
        {
            var now = gateway.Clock.GetTimestamp();
            (streams, silence, requestId, ping) = (options.Streams, options.UpstreamPatience, request, act);
            (isOver, isClientsTurn, turnBegan, pingedAt) = (false, false, now, 0);
            end = now + Ticks(streams.Total);
            WakeBy(Math.Min(Ends, now + Ticks(streams.Ping)));
        }
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();

    private void Await(bool isClient)
    {
        lock (gate)
        {
            (isClientsTurn, turnBegan) = (isClient, gateway.Clock.GetTimestamp());
            WakeBy(Ends);
        }
    }

    /// <summary>When waiting ends: where the upstream was given up, only the client is waited for.</summary>
    private long Ends => RanOut is null ? Math.Min(end, TurnEnds) : isClientsTurn ? TurnEnds : long.MaxValue;

    private long TurnEnds => turnBegan + Ticks(isClientsTurn ? streams.ClientPatience : silence);

    /// <summary>Lets the timer ring no later than then.</summary>
    private void WakeBy(long then)
    {
        if (then >= ringsAt || isOver)
            return;
        ringsAt = then;
        var left = gateway.Clock.GetElapsedTime(gateway.Clock.GetTimestamp(), then).TotalMilliseconds;
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(left))), Timeout.InfiniteTimeSpan);
    }

    private void Ring()
    {
        Action? act = null;
        var hasRunOut = false;
        lock (gate)
        {
            // Whoever begins the next request sets it anew.
            ringsAt = long.MaxValue;
            if (isOver)
                return;
            var now = gateway.Clock.GetTimestamp();
            if (isClientsTurn && now >= TurnEnds)
            {
                Cut();
                return;
            }

            if (RanOut is null && now >= Ends)
            {
                hasRunOut = true;
                RanOut = now >= end ? $"it took longer than {streams.Total}" : $"it was silent for {silence}";
            }

            if (RanOut is null)
            {
                act = IsPingDue(now, out var next) ? ping : null;
                WakeBy(next);
            }

            WakeBy(Ends);
        }

        act?.Invoke();
        if (hasRunOut)
            source.Cancel();
    }

    private bool IsPingDue(long now, out long next)
    {
        next = long.MaxValue;
        if (ping is null)
            return false;
        var every = Ticks(streams.Ping);
        if (isClientsTurn)
        {
            // Looked at again: the client may have read all by then.
            next = now + every;
            return false;
        }

        var isDue = now >= Math.Max(turnBegan, pingedAt) + every;
        if (isDue)
            pingedAt = now;
        next = Math.Max(turnBegan, pingedAt) + every;
        return isDue;
    }

    /// <summary>A client that does not read is cut, and with it all that is done for it.</summary>
    private void Cut()
    {
        isOver = true;
        GatewayLog.ClientStalled(gateway.Log, requestId, streams.ClientPatience);
        http.Abort();
    }

    private long After(TimeSpan span) => gateway.Clock.GetTimestamp() + Ticks(span);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * gateway.Clock.TimestampFrequency);
}
