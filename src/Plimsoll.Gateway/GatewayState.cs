using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway;

/// <summary>What all requests of one gateway share. Safe to share between threads.</summary>
internal sealed class GatewayState(GatewayOptions options, TimeProvider clock, Func<string> newRequestId, ILogger log)
    : IDisposable
{
    private readonly Dictionary<Instant, ModelCatalog> catalogs = options.Timeline.Versions
        .ToDictionary(policy => policy.EffectiveFrom, policy => new ModelCatalog(policy));

    private readonly CancellationTokenSource ending = new(Timeout.InfiniteTimeSpan, clock);

    /// <summary>How it was set up.</summary>
    public GatewayOptions Options { get; } = options;

    /// <summary>Timers and time.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Where it logs.</summary>
    public ILogger Log { get; } = log;

    /// <summary>Accounts by key.</summary>
    public AccountBook Accounts { get; } = new();

    /// <summary>Requests in flight.</summary>
    public FleetGate Fleet { get; } = new(options.MaxInFlight);

    /// <summary>Servers behind it.</summary>
    public UpstreamPool Upstreams { get; } = new(options.Upstreams);

    /// <summary>The live clock's instant.</summary>
    public Instant Now => Instant.From(Clock.GetUtcNow());

    /// <summary>The policy version that a request made now is held to.</summary>
    public ModelCatalog Catalog => catalogs[Options.Timeline.At(Options.PolicyAt ?? Now).EffectiveFrom];

    /// <summary>A name for the next request.</summary>
    public string NewRequestId() => newRequestId();

    /// <summary>Cancelled when requests in flight have had their time to end.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Gives requests in flight this long to end.</summary>
    public void EndAfter(TimeSpan drain) => ending.CancelAfter(drain);

    /// <inheritdoc/>
    public void Dispose()
    {
        Upstreams.Dispose();
        ending.Dispose();
    }
}
