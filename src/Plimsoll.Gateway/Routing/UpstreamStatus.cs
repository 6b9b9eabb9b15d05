using Plimsoll.Gateway.Upstream;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Routing;

/// <summary>How one upstream stands, for operators.</summary>
internal sealed record UpstreamStatus
{
    /// <summary>What is said of it.</summary>
    public required UpstreamOptions Options { get; init; }

    /// <summary>Whether it is given requests, as far as its health goes.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Whether it is drained.</summary>
    public required bool IsDraining { get; init; }

    /// <summary>Whether it only ends what it has, because it is no longer among the upstreams.</summary>
    public required bool IsLeaving { get; init; }

    /// <summary>Whether it is given requests.</summary>
    public bool TakesRequests => !IsDraining && !IsLeaving && Verdict.Takes;

    /// <summary>The gateway's own requests in flight there.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests there that others sent, as last read.</summary>
    public required int Others { get; init; }

    /// <summary>How often it was ejected.</summary>
    public required int Ejections { get; init; }

    /// <summary>Requests that it was given, that it served, failed and refused as full.</summary>
    public required (long Given, long Served, long Failed, long Full) Counts { get; init; }

    /// <summary>What it last told of its load; null: nothing that still counts.</summary>
    public required (LoadReport Report, Instant At)? Reading { get; init; }

    /// <summary>The status of an upstream, whose router is locked.</summary>
    public static UpstreamStatus Of(UpstreamMember member, Instant now, HealthSettings settings) => new()
    {
        Options = member.Options,
        Verdict = member.Health.At(now, settings),
        IsDraining = member.IsDraining,
        IsLeaving = member.IsLeaving,
        InFlight = member.InFlight,
        Others = member.Others,
        Ejections = member.Health.Ejections,
        Counts = member.Counts,
        Reading = member.Reading,
    };
}
