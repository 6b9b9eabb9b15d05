using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Footprint.Requests;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway;

/// <summary>What a gateway enforces, for whom, and in front of what.</summary>
public sealed record GatewayOptions
{
    /// <summary>Every version of the policy.</summary>
    public required PolicyTimeline Timeline { get; init; }

    /// <summary>Keys that are accepted.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>Servers to forward to, at least one, of different names.</summary>
    public required ImmutableArray<UpstreamOptions> Upstreams { get; init; }

    /// <summary>How a server is chosen, and what comes when one fails.</summary>
    public RoutingOptions Routing { get; init; } = new();

    /// <summary>How connections to servers are made and kept.</summary>
    public ConnectionOptions Connections { get; init; } = new();

    /// <summary>
    /// Key file in which changes of keys that operators make are kept: it holds <see cref="Keys"/>. Default null: such
    /// changes are forgotten when the gateway stops.
    /// </summary>
    public string? KeysFile { get; init; }

    /// <summary>
    /// File in which a policy that operators upload is kept, to be enforced again when the gateway starts. Default
    /// null: such a policy is forgotten when the gateway stops.
    /// </summary>
    public string? PolicyFile { get; init; }

    /// <summary>
    /// Pins the policy version to the one in force at this instant; windows and time-of-day factors stay on the live
    /// clock. Default null: the version in force now.
    /// </summary>
    public Instant? PolicyAt { get; init; }

    /// <summary>
    /// Where to listen; several are separated by semicolons. Default <c>http://127.0.0.1:8080</c>; port 0 takes a free
    /// one.
    /// </summary>
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Where operators are listened to, and nobody else. Default null: their routes are where all others are.
    /// </summary>
    public string? ManagementUrl { get; init; }

    /// <summary>TLS on addresses that begin with <c>https</c>. Default null: there are none.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>What one client may ask of a connection.</summary>
    public TransportBounds Bounds { get; init; } = new();

    /// <summary>Largest request body in bytes. Default 32 MiB, as the Messages API has it.</summary>
    public int MaxBodyBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Most memory, in bytes, that the bodies of all requests in flight and in queues may hold together; a request that
    /// would make it more is refused as the full fleet refuses. Default 1 GiB.
    /// </summary>
    public long MaxBodiesBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Most requests in flight by model class. Default: none is bounded here.</summary>
    public FrozenDictionary<string, int> MaxInFlight { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>How requests wait for those places. Default: that of <see cref="QueueOptions"/>.</summary>
    public QueueOptions Queues { get; init; } = new();

    /// <summary>
    /// How long it goes on accepting requests when it is asked to stop, while <c>/readyz</c> tells load balancers to
    /// send no more. Default 0.
    /// </summary>
    public TimeSpan StopDelay { get; init; }

    /// <summary>
    /// How often each organization may have tokens counted in a minute, which is free; from 1 to 1,000,000. Default
    /// 4,000.
    /// </summary>
    public int CountsPerMinute { get; init; } = 4000;

    /// <summary>Batches of requests. Default: as <see cref="BatchOptions"/> says.</summary>
    public BatchOptions Batches { get; init; } = new();

    /// <summary>Time that requests in flight have to end when the gateway is stopped. Default 5 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest silence of an upstream before it counts as failed. Default 10 min.</summary>
    public TimeSpan UpstreamPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an answer may take, and how a client is kept waiting.</summary>
    public StreamOptions Streams { get; init; } = new();

    /// <summary>When clients are warned that a limit comes near. Default: 0.9 of a session, 0.75 of a week.</summary>
    public WarningThresholds Warnings { get; init; } = new();

    /// <summary>How usage is estimated before a request is served. Default: that of the limits engine.</summary>
    public EstimateTerms Estimates { get; init; } = new();

    /// <summary>What requests cause in energy, emissions, water and money. Default null: it is not told.</summary>
    public FootprintRates? Footprint { get; init; }

    /// <summary>Resets that users may make themselves. Default: none.</summary>
    public ImmutableArray<ResetGrant> Grants { get; init; } = [];

    /// <summary>
    /// SHA-256, in lower-case hexadecimal digits, of a key whose holder may do everything that operators may. Default
    /// null: there is none; without any operator their routes do not exist.
    /// </summary>
    public string? AdminKeyHash { get; init; }

    /// <summary>
    /// Keys of operators by name and role, beside that of <see cref="AdminKeyHash"/>. Default: none.
    /// </summary>
    public OperatorRing Operators { get; init; } = OperatorRing.Empty;

    /// <summary>File to which changes by operators and users are appended. Default null: only the log.</summary>
    public string? AuditFile { get; init; }

    /// <summary>Store that this gateway shares with others. Default null: it keeps its limits alone.</summary>
    public SharedStore? Shared { get; init; }

    /// <summary>
    /// File to which everything that happens to the limits is appended as a limit log. All organizations share one book
    /// then. Default null: nothing is recorded.
    /// </summary>
    public string? RecordFile { get; init; }

    /// <summary>
    /// Where the state of the limits and the ledger are kept. Default null: in memory, and forgotten when the gateway
    /// stops.
    /// </summary>
    public StorageOptions? Storage { get; init; }
}
