using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Ledger;

/// <summary>
/// What one request used, as it was settled: never changed afterwards, and counted once however often it is written.
/// </summary>
public readonly record struct LedgerEntry
{
    /// <summary>Name of the request, the same whenever it is written again. Not 0.</summary>
    public required UInt128 Request { get; init; }

    /// <summary>When it was settled.</summary>
    public required Instant At { get; init; }

    /// <summary>Lowest scope that paid for it.</summary>
    public required ScopeName Scope { get; init; }

    /// <summary>Model class.</summary>
    public required string Class { get; init; }

    /// <summary>Pool of upstreams that served it; empty when none did.</summary>
    public required string Pool { get; init; }

    /// <summary>Plan, tier and limit sets that limited it, joined by <c>+</c>; empty when there were none.</summary>
    public required string Plan { get; init; }

    /// <summary>Lane that served it. Default: standard.</summary>
    public Lane Lane { get; init; }

    /// <summary>Tokens used.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>What it cost of session and week. Default: none.</summary>
    public Credits Credits { get; init; }

    /// <summary>What it cost in money. Default: none.</summary>
    public MicroUsd Cost { get; init; }

    /// <summary>Whether the tokens are an estimate, because the upstream did not say. Default false.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Whether its answer was cut off before its end. Default false.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Organization that pays: the first name of <see cref="Scope"/>.</summary>
    public string Organization => OrganizationOf(Scope);

    /// <summary>Where it is summed.</summary>
    public UsageKey Key => new(UsageKey.HourOf(At), Organization, Class, Pool, Plan);

    /// <summary>First name of a scope.</summary>
    internal static string OrganizationOf(ScopeName scope) =>
        scope.Text.IndexOf('/') is > 0 and var first ? scope.Text[..first] : scope.Text;
}
