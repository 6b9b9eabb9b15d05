using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Recording;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway;

/// <summary>What all requests of one gateway share. Safe to share between threads.</summary>
internal sealed class GatewayState : IAsyncDisposable
{
    private readonly PolicyTimeline timeline;
    private readonly Dictionary<Instant, ModelCatalog> catalogs;
    private readonly FrozenDictionary<string, ulong> traits;
    private readonly CancellationTokenSource ending;
    private readonly Func<string> newRequestId;

    /// <summary>The state of a gateway that has served nothing.</summary>
    public GatewayState(GatewayOptions options, TimeProvider clock, Func<string> newRequestId, ILogger log)
    {
        (Options, Clock, Log, this.newRequestId) = (options, clock, log, newRequestId);
        timeline = options.PolicyAt is { } at ? new PolicyTimeline([options.Timeline.At(at)]) : options.Timeline;
        catalogs = timeline.Versions.ToDictionary(policy => policy.EffectiveFrom, policy => new ModelCatalog(policy));
        ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        (Audit, Recorder) = OpenFiles(options, log);
        Recorder?.Begin(Now, options.Grants);
        Limits = Recorder is null
            ? new ShardedLimits(timeline)
            : new ShardedLimits(timeline, shards: 1, Recorder.Note);
        traits = timeline.Versions.SelectMany(version => version.Allowances)
            .Select(allowance => allowance.Trait).OfType<string>().Distinct()
            .ToFrozenDictionary(trait => trait, Limits.TraitBit, StringComparer.Ordinal);
        Accounts = new AccountBook(options.Keys, Limits, Now);
        Estimates = new Estimates(options.Estimates);
        Fleet = new FleetGate(options.MaxInFlight);
        Upstreams = new UpstreamPool(options.Upstreams);
    }

    /// <summary>How it was set up.</summary>
    public GatewayOptions Options { get; }

    /// <summary>Timers and time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Where it logs.</summary>
    public ILogger Log { get; }

    /// <summary>Limits and usage of everybody.</summary>
    public ShardedLimits Limits { get; }

    /// <summary>Accounts by key.</summary>
    public AccountBook Accounts { get; }

    /// <summary>What requests are expected to use.</summary>
    public Estimates Estimates { get; }

    /// <summary>Requests in flight.</summary>
    public FleetGate Fleet { get; }

    /// <summary>Servers behind it.</summary>
    public UpstreamPool Upstreams { get; }

    /// <summary>Writes down what happens to the limits; null when nobody asked for it.</summary>
    public LimitRecorder? Recorder { get; }

    /// <summary>Who changed what.</summary>
    public AuditLog Audit { get; }

    /// <summary>Credit that operators added.</summary>
    public Purchases Purchases { get; } = new();

    /// <summary>The live clock's instant.</summary>
    public Instant Now => Instant.From(Clock.GetUtcNow());

    /// <summary>The policy version that a request made now is held to.</summary>
    public ModelCatalog Catalog => catalogs[timeline.At(Now).EffectiveFrom];

    /// <summary>The bits of those traits that some allowance asks for.</summary>
    public ulong TraitsOf(ImmutableArray<string> names)
    {
        var bits = 0ul;
        foreach (var name in names)
            bits |= traits.GetValueOrDefault(name);
        return bits;
    }

    /// <summary>A name for the next request.</summary>
    public string NewRequestId() => newRequestId();

    /// <summary>Cancelled when requests in flight have had their time to end.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Gives requests in flight this long to end.</summary>
    public void EndAfter(TimeSpan drain) => ending.CancelAfter(drain);

    /// <summary>Opens what is appended to, all of it or none; what cannot be opened is told of all at once.</summary>
    private static (AuditLog Audit, LimitRecorder? Recorder) OpenFiles(GatewayOptions options, ILogger log)
    {
        var problems = new List<IOException>();
        var audit = Try(() => new AuditLog(options.AuditFile, log));
        var recorder = options.RecordFile is { } path ? Try(() => new LimitRecorder(path, log)) : null;
        if (problems.Count == 0)
            return (audit!, recorder);
        audit?.Dispose();
        recorder?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        throw new IOException(string.Join('\n', problems.Select(problem => problem.Message)), problems[0]);

        T? Try<T>(Func<T> open)
            where T : class
        {
            try
            {
                return open();
            }
            catch (IOException e)
            {
                problems.Add(e);
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Recorder is not null)
            await Recorder.DisposeAsync();
        Audit.Dispose();
        Upstreams.Dispose();
        ending.Dispose();
    }
}
