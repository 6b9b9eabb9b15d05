using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Upstream;
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

    /// <summary>
    /// Servers to forward to, at least one. A request goes to the first that speaks its dialect; where none does, it is
    /// translated for the first of all.
    /// </summary>
    public required ImmutableArray<UpstreamOptions> Upstreams { get; init; }

    /// <summary>
    /// Pins the policy version to the one in force at this instant; windows and time-of-day factors stay on the live
    /// clock. Default null: the version in force now.
    /// </summary>
    public Instant? PolicyAt { get; init; }

    /// <summary>Where to listen. Default <c>http://127.0.0.1:8080</c>; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Largest request body in bytes. Default 32 MiB, as the Messages API has it.</summary>
    public int MaxBodyBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Most requests in flight by model class. Default: none is bounded here.</summary>
    public FrozenDictionary<string, int> MaxInFlight { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>Model name to send upstream by model class. Default: the name that the client sent.</summary>
    public FrozenDictionary<string, string> UpstreamModels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Time that requests in flight have to end when the gateway is stopped. Default 5 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest silence of an upstream before it counts as failed. Default 10 min.</summary>
    public TimeSpan UpstreamPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When clients are warned that a limit comes near. Default: 0.9 of a session, 0.75 of a week.</summary>
    public WarningThresholds Warnings { get; init; } = new();

    /// <summary>How usage is estimated before a request is served. Default: that of the limits engine.</summary>
    public EstimateTerms Estimates { get; init; } = new();

    /// <summary>Resets that users may make themselves. Default: none.</summary>
    public ImmutableArray<ResetGrant> Grants { get; init; } = [];

    /// <summary>
    /// SHA-256, in lower-case hexadecimal digits, of the key that operators use. Default null: the routes of operators
    /// do not exist.
    /// </summary>
    public string? AdminKeyHash { get; init; }

    /// <summary>File to which changes by operators and users are appended. Default null: only the log.</summary>
    public string? AuditFile { get; init; }

    /// <summary>
    /// File to which everything that happens to the limits is appended as a limit log. All organizations share one book
    /// then. Default null: nothing is recorded.
    /// </summary>
    public string? RecordFile { get; init; }
}
