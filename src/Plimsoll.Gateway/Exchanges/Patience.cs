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
    private readonly string requestId;
    private readonly ITimer timer;
    private readonly StreamOptions streams;
    private readonly TimeSpan silence;
    private readonly IHttpMinResponseDataRateFeature? rate;
    private readonly MinDataRate? before;
    private readonly long end;
    private Action? ping;
    private long pingedAt;
    private long turnBegan;
    private long ringsAt = long.MaxValue;
    private bool isClientsTurn;
    private bool isOver;

    /// <summary>Begins to wait for the upstream.</summary>
    public Patience(GatewayState gateway, HttpContext http, string requestId)
    {
        (this.gateway, this.http, this.requestId) = (gateway, http, requestId);
        (streams, silence) = (gateway.Options.Streams, gateway.Options.UpstreamPatience);

        // The server's own bound on slow clients follows another clock and cuts sooner: it is in force again once this
        // no longer looks after them.
        rate = http.Features.Get<IHttpMinResponseDataRateFeature>();
        before = rate?.MinDataRate;
        rate?.MinDataRate = null;
        leaving = http.RequestAborted.UnsafeRegister(Cancel, source);
        ending = gateway.Ending.UnsafeRegister(Cancel, source);
        timer = gateway.Clock.CreateTimer(
            static patience => ((Patience)patience!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        end = After(streams.Total);
        AwaitUpstream();
    }

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

    /// <inheritdoc/>
    public void Dispose()
    {
        // Once the request has ended, its connection is another's.
        lock (gate)
            isOver = true;
        rate?.MinDataRate = before;
        timer.Dispose();
        leaving.Dispose();
        ending.Dispose();
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
        var (isPing, hasRunOut) = (false, false);
        lock (gate)
        {
            if (isOver)
                return;
            ringsAt = long.MaxValue;
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
                isPing = IsPingDue(now, out var next);
                WakeBy(next);
            }

            WakeBy(Ends);
        }

        if (isPing)
            ping!();
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
