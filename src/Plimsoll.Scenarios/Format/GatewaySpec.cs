using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>How a gateway runs: where it listens, whom it lets in, and what it stands in front of.</summary>
public sealed record GatewaySpec
{
    /// <summary>
    /// Scenario whose policy is enforced: a directory or a file, relative to this one, or the name of a shipped
    /// scenario; absent: the one that commands take when none is named.
    /// </summary>
    public string? Scenario { get; init; }

    /// <summary>Date whose policy is enforced, whatever the day; absent: the policy in force.</summary>
    public DateOnly? At { get; init; }

    /// <summary>Where clients are served; absent: http://127.0.0.1:8080.</summary>
    public IReadOnlyList<string> Listen { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>Where operators are served, and there only; absent: where clients are.</summary>
    public string? Management { get; init; }

    /// <summary>What addresses that begin with https show, and whom they let in.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>What one client may ask of the gateway.</summary>
    public BoundsSpec Bounds { get; init; } = new();

    /// <summary>How long the gateway waits for others.</summary>
    public TimeoutsSpec Timeouts { get; init; } = new();

    /// <summary>How the gateway ends when it is asked to.</summary>
    public ShutdownSpec Shutdown { get; init; } = new();

    /// <summary>Whether this file, and the files that it names, are looked at for changes; absent: false.</summary>
    public bool Watch { get; init; }

    /// <summary>The key file; absent: plimsoll-keys.json in the current directory.</summary>
    public FilePath Keys { get; init; } = new("plimsoll-keys.json");

    /// <summary>Whether energy, emissions, water and money of requests are told; absent: false.</summary>
    public bool Footprint { get; init; }

    /// <summary>Resets that users may make themselves; absent: none.</summary>
    public FilePath? Grants { get; init; }

    /// <summary>File to which changes of operators and users are appended; absent: they are logged only.</summary>
    public FilePath? Audit { get; init; }

    /// <summary>File to which everything that happens to limits is appended; absent: none.</summary>
    public FilePath? Record { get; init; }

    /// <summary>
    /// Where the state of the limits and the ledger are kept; absent: in memory, and forgotten when the gateway stops.
    /// </summary>
    public StoreSpec? Store { get; init; }

    /// <summary>File of operators' keys by name and role; absent: none.</summary>
    public FilePath? Operators { get; init; }

    /// <summary>A key whose holder may do everything that operators may; absent: there is none.</summary>
    public SecretSpec? OperatorKey { get; init; }

    /// <summary>File that keeps a policy which operators upload; absent: it is forgotten.</summary>
    public FilePath? PolicyFile { get; init; }

    /// <summary>Servers behind the gateway, by name, at least one.</summary>
    public required IReadOnlyDictionary<string, UpstreamSpec> Upstreams { get; init; }

    /// <summary>How one of several servers is chosen, and what comes when one fails.</summary>
    public RoutingSpec Routing { get; init; } = new();

    /// <summary>Most requests in flight by model class; absent: no bound.</summary>
    public IReadOnlyDictionary<string, int> MaxInFlight { get; init; } = new Dictionary<string, int>();

    /// <summary>How requests wait for those places.</summary>
    public QueuesSpec Queues { get; init; } = new();

    /// <summary>How batches of requests are kept and run.</summary>
    public BatchesSpec Batches { get; init; } = new();

    /// <summary>Where what is measured goes, beside the page for Prometheus, and how logs are written.</summary>
    public TelemetrySpec Telemetry { get; init; } = new();
}

/// <summary>A secret, which is never written here: where it is kept.</summary>
[NeverShown]
public sealed record SecretSpec
{
    /// <summary>Environment variable that holds it.</summary>
    public string? Env { get; init; }

    /// <summary>File that holds it and nothing else; blanks and line ends around it do not count.</summary>
    public FilePath? File { get; init; }
}

/// <summary>What the gateway shows of itself, and whom it lets in, where it speaks TLS.</summary>
public sealed record TlsSpec
{
    /// <summary>
    /// Its certificate: PEM, with those between it and a root behind it, or a PFX file, which ends in .pfx or .p12.
    /// </summary>
    public required FilePath Certificate { get; init; }

    /// <summary>Its private key as PEM; absent: it is in the file of the certificate.</summary>
    public FilePath? Key { get; init; }

    /// <summary>Password of the key or of the PFX file; absent: it has none.</summary>
    public SecretSpec? Password { get; init; }

    /// <summary>Certificates of clients; absent: they are not asked for one.</summary>
    public ClientCertificatesSpec? Clients { get; init; }
}

/// <summary>Whether clients show a certificate, and whose.</summary>
public sealed record ClientCertificatesSpec
{
    /// <summary>Whether they have to.</summary>
    public required CertificateDemand Certificates { get; init; }

    /// <summary>PEM file of the authorities that may sign them; those of the machine do not count.</summary>
    public required FilePath Authorities { get; init; }

    /// <summary>Common names or DNS names that are let in; absent: whoever an authority signed.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}

/// <summary>Whether clients show a certificate.</summary>
public enum CertificateDemand
{
    /// <summary>They may; one that is not trusted is refused.</summary>
    Accepted = 1,

    /// <summary>Nobody is served without one.</summary>
    Required = 2,
}

/// <summary>What one client may ask of the gateway.</summary>
public sealed record BoundsSpec
{
    /// <summary>Largest body of a request; absent: 32 MiB.</summary>
    public ByteSize? Body { get; init; }

    /// <summary>Memory for the bodies of all requests at a time; absent: 1 GiB.</summary>
    public ByteSize? Bodies { get; init; }

    /// <summary>How often each organization may have tokens counted in a minute; absent: 4,000.</summary>
    public int? CountsPerMinute { get; init; }

    /// <summary>Longest request line (method, path and query); absent: 8 KiB.</summary>
    public ByteSize? RequestLine { get; init; }

    /// <summary>Headers of a request together; absent: 32 KiB.</summary>
    public ByteSize? Headers { get; init; }

    /// <summary>Number of a request's headers; absent: 100.</summary>
    public int? HeaderCount { get; init; }

    /// <summary>Connections of all clients at a time; absent: no bound.</summary>
    public int? Connections { get; init; }

    /// <summary>Slowest that a body may arrive, on average and after 5 s; absent: 240 B/s.</summary>
    public Bandwidth? BodyRate { get; init; }
}

/// <summary>How long the gateway waits for others.</summary>
public sealed record TimeoutsSpec
{
    /// <summary>From the first byte of a request to the end of its headers; absent: 30 s.</summary>
    public Duration? Headers { get; init; }

    /// <summary>How long a connection may be without a request; absent: 130 s.</summary>
    public Duration? KeepAlive { get; init; }

    /// <summary>Longest silence of an upstream before it counts as failed; absent: 10 min.</summary>
    public Duration? UpstreamSilence { get; init; }

    /// <summary>Longest time from asking an upstream to the end of its answer; absent: 1 h.</summary>
    public Duration? Answer { get; init; }

    /// <summary>Silence of an upstream in a stream after which its client is pinged; absent: 15 s.</summary>
    public Duration? Ping { get; init; }

    /// <summary>How long a client may leave unread what waits for it before it is cut; absent: 1 min.</summary>
    public Duration? ClientSilence { get; init; }
}

/// <summary>How the gateway ends when it is asked to.</summary>
public sealed record ShutdownSpec
{
    /// <summary>How long requests are accepted while load balancers are told to leave; absent: 0 s.</summary>
    [ZeroAllowed]
    public Duration? Delay { get; init; }

    /// <summary>How long requests in flight have to end; absent: 5 s.</summary>
    [ZeroAllowed]
    public Duration? Drain { get; init; }
}
