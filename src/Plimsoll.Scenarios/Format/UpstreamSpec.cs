using Plimsoll.Quantities;
using Plimsoll.Serving.Health;
using Plimsoll.Serving.Routing;

namespace Plimsoll.Scenarios.Format;

/// <summary>A server behind the gateway.</summary>
public sealed record UpstreamSpec
{
    /// <summary>Where it listens, with or without a trailing /v1.</summary>
    public required string Url { get; init; }

    /// <summary>Dialects that it speaks; absent: anthropic and openai.</summary>
    public IReadOnlyList<SpokenDialect> Dialects { get; init; } = [SpokenDialect.Anthropic, SpokenDialect.Openai];

    /// <summary>
    /// Whether it bounds its output by max_tokens alone and passes over max_completion_tokens; absent: false.
    /// </summary>
    public bool MaxTokensOnly { get; init; }

    /// <summary>Its API key; absent: it needs none. Clients' keys are never sent on.</summary>
    public SecretSpec? Key { get; init; }

    /// <summary>How it is spoken to where its URL is https; absent: the machine's authorities are trusted.</summary>
    public UpstreamTlsSpec? Tls { get; init; }

    /// <summary>Its names for model classes; absent: the name that the client sent.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>Model classes that it serves; absent: all.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Where it stands, for operators.</summary>
    public string? Site { get; init; }

    /// <summary>Most requests in flight there; absent: no bound.</summary>
    public int? Slots { get; init; }

    /// <summary>
    /// Rank for failover: one of a higher rank gets a request only when none of a lower rank can take it; absent: 0.
    /// </summary>
    public int Tier { get; init; }

    /// <summary>Price of its work, in any unit that all share; absent: 0.</summary>
    public double Price { get; init; }

    /// <summary>Emissions of its work, in any unit that all share; absent: 0.</summary>
    public double Carbon { get; init; }

    /// <summary>Time of the way to it; absent: 0 s.</summary>
    [ZeroAllowed]
    public Duration? Latency { get; init; }

    /// <summary>Whether it is paid for whether or not it is used; absent: false.</summary>
    public bool PaidFor { get; init; }

    /// <summary>How its load is read; absent: by the gateway's own requests in flight.</summary>
    public UpstreamLoad Load { get; init; } = UpstreamLoad.InFlight;

    /// <summary>Path of its metrics, from the root of its host; absent: /metrics.</summary>
    public string? Metrics { get; init; }

    /// <summary>
    /// Path that is asked to see whether it is up, such as /health; absent: it is known from requests alone.
    /// </summary>
    public string? Probe { get; init; }

    /// <summary>Whether it gets no requests until an operator says so; absent: false.</summary>
    public bool Draining { get; init; }
}

/// <summary>Whom the gateway trusts to be a server, and how it proves itself to it.</summary>
public sealed record UpstreamTlsSpec
{
    /// <summary>PEM file of the authorities to trust in place of the machine's; absent: the machine's.</summary>
    public FilePath? Authorities { get; init; }

    /// <summary>
    /// Certificate of the gateway, where the server asks for one: PEM, or a PFX file, which ends in .pfx or .p12;
    /// absent: none.
    /// </summary>
    public FilePath? Certificate { get; init; }

    /// <summary>Its private key as PEM; absent: it is in the file of the certificate.</summary>
    public FilePath? Key { get; init; }

    /// <summary>Password of the key or of the PFX file; absent: it has none.</summary>
    public SecretSpec? Password { get; init; }
}

/// <summary>A dialect that a server speaks.</summary>
public enum SpokenDialect
{
    /// <summary>Anthropic Messages.</summary>
    Anthropic = 1,

    /// <summary>OpenAI Chat Completions.</summary>
    Openai = 2,

    /// <summary>OpenAI Responses.</summary>
    Responses = 3,
}

/// <summary>Where the load of a server is read, beside the gateway's own requests in flight there.</summary>
public enum UpstreamLoad
{
    /// <summary>Nowhere.</summary>
    InFlight = 1,

    /// <summary>Headers of its answers.</summary>
    Headers = 2,

    /// <summary>The metrics of vLLM.</summary>
    Vllm = 3,

    /// <summary>The metrics of SGLang.</summary>
    Sglang = 4,

    /// <summary>The metrics of llama.cpp's server.</summary>
    LlamaCpp = 5,
}

/// <summary>How one of several servers is chosen, and what comes when one fails.</summary>
public sealed record RoutingSpec
{
    /// <summary>How much each score counts; absent: queue 1, prefix 1, kv 0.5, prepaid 1.</summary>
    public ScoreWeights? Weights { get; init; }

    /// <summary>Prompt blocks that are remembered at most; absent: 32768.</summary>
    public int? PrefixBlocks { get; init; }

    /// <summary>When a server counts as failed, and for how long.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>How often another server is asked when one fails.</summary>
    public RetrySettings Retries { get; init; } = new();

    /// <summary>Time between two probes of a server; absent: 5 s.</summary>
    public Duration? ProbeEvery { get; init; }

    /// <summary>Time between two readings of a server's metrics; absent: 1 s.</summary>
    public Duration? ReadEvery { get; init; }

    /// <summary>Age beyond which a reading no longer counts; absent: 10 s.</summary>
    public Duration? ReadingLasts { get; init; }

    /// <summary>Time in which a probe or a reading must be answered; absent: 2 s.</summary>
    public Duration? WatchPatience { get; init; }
}
