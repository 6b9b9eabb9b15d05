using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>What would be decided about a request, and why.</summary>
/// <param name="IsAdmitted">Whether it would be admitted.</param>
/// <param name="Limits">Every limit that applies, from the organization down.</param>
/// <param name="Binding">The limit that takes longest to admit it; null when it is admitted.</param>
/// <param name="RetryAt">
/// First instant at which it is admitted if nothing else happens; null when it never is.
/// </param>
/// <param name="Overage">Whether it may be paid as overage, and what stands against that.</param>
/// <param name="IsOverage">Whether it would be paid as overage.</param>
/// <param name="Lane">Lane that would serve it.</param>
public sealed record Explanation(
    bool IsAdmitted,
    ImmutableArray<ConsideredLimit> Limits,
    ConsideredLimit? Binding,
    Instant? RetryAt,
    OverageStatus Overage,
    bool IsOverage,
    Lane Lane)
{
    /// <summary>Why no plan or tier includes the request; null when they do.</summary>
    public string? NotIncluded { get; init; }
}

/// <summary>How one limit takes a request.</summary>
/// <param name="Before">Its state before.</param>
/// <param name="Charge">What it would hold, in its unit.</param>
/// <param name="HasRoom">Whether it has room.</param>
/// <param name="PassesAt">
/// First instant at which it has room if nothing else happens but refill and the end of its window; null when never.
/// </param>
/// <param name="IsCounted">
/// Whether it counts the request: overage passes windows by, a downgrade the limit it met.
/// </param>
/// <param name="Allowances">Allowances that match, as <c>change/name</c>.</param>
public sealed record ConsideredLimit(
    LimitState Before,
    long Charge,
    bool HasRoom,
    Instant? PassesAt,
    bool IsCounted,
    ImmutableArray<string> Allowances)
{
    /// <summary>Its state once the request is admitted.</summary>
    public LimitState After => Before with { Reserved = Before.Reserved + (IsCounted ? Charge : 0) };
}
