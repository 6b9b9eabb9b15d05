using System.Collections.Frozen;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Upstream;

/// <summary>A server that answers for the fleet.</summary>
/// <param name="BaseUrl">Where it listens, with or without a trailing <c>/v1</c>.</param>
/// <param name="Speaks">Dialects that it answers in.</param>
/// <param name="ApiKey">Key to send it; null: none. Clients' keys are never sent on.</param>
public sealed record UpstreamOptions(Uri BaseUrl, SpokenDialects Speaks, string? ApiKey = null)
{
    /// <summary>
    /// Name by which operators and logs know it: letters, digits, <c>.-_:[]</c>, at most 64
    /// of them; no other upstream has it. Default: host and port of its URL.
    /// </summary>
    public string Name { get; init; } = BaseUrl.Authority;

    /// <summary>How it is spoken to in TLS. Default null: the machine's authorities are trusted.</summary>
    public UpstreamTls? Tls { get; init; }

    /// <summary>Where it stands, for operators. Default null: nobody said.</summary>
    public string? Site { get; init; }

    /// <summary>Model classes that it serves. Default empty: all.</summary>
    public FrozenSet<string> Classes { get; init; } = [];

    /// <summary>The server's name for the model of a class. Default: the name that the client sent.</summary>
    public FrozenDictionary<string, string> Models { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// Most requests in flight there, of all gateways as far as a <see cref="Reading"/> tells of theirs. 1 or more.
    /// Default null: no bound.
    /// </summary>
    public int? Slots { get; init; }

    /// <summary>
    /// Rank for failover, 0 or more: one of a higher rank gets a request only when none of a lower rank can take it.
    /// Default 0.
    /// </summary>
    public int Tier { get; init; }

    /// <summary>Price of its work, in any unit that all upstreams share. 0 or more. Default 0.</summary>
    public double Price { get; init; }

    /// <summary>Emissions of its work, in any unit that all upstreams share. 0 or more. Default 0.</summary>
    public double Carbon { get; init; }

    /// <summary>Time of the way to it from this gateway. 0 or more. Default 0.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether it is paid for whether or not it is used (owned, or take-or-pay). Default: it is not.</summary>
    public bool IsPaidFor { get; init; }

    /// <summary>How its load is read. Default: by the gateway's own requests in flight.</summary>
    public LoadReading Reading { get; init; }

    /// <summary>Path of its metrics, from the root of its host. Default <c>/metrics</c>.</summary>
    public string MetricsPath { get; init; } = "/metrics";

    /// <summary>
    /// Path that is asked to see whether it is up, from the root of its host, such as <c>/health</c>. Default null: it
    /// is known from requests alone.
    /// </summary>
    public string? ProbePath { get; init; }

    /// <summary>Whether it begins as drained: it gets no requests until an operator says so. Default: no.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Whether it serves a model class.</summary>
    public bool Serves(string modelClass) => Classes.Count == 0 || Classes.Contains(modelClass);

    /// <summary>
    /// Whether it bounds its output by <c>max_tokens</c> alone and passes over <c>max_completion_tokens</c>, as Ollama
    /// does: it is asked by the older name. Default: it knows the newer one.
    /// </summary>
    public bool KnowsOnlyMaxTokens { get; init; }

    /// <summary>Its name where it has one of its own, and the URL without its key: an upstream is printed.</summary>
    public override string ToString() => Name == BaseUrl.Authority ? $"{BaseUrl}" : $"{Name} {BaseUrl}";
}
