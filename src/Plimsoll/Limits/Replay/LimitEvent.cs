using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// One thing that happened to a <see cref="LimitBook"/>, as a log keeps it: a closed family, one record for each kind.
/// Requests, resets and grants have names in any text; equal texts mean the same one.
/// </summary>
/// <param name="At">When: the instant that the book was called with.</param>
public abstract record LimitEvent(Instant At)
{
    /// <summary>The scope that it is about; null where it names none itself.</summary>
    public virtual ScopeName? About => null;
}

/// <summary>A book begins without scopes and without anything in flight: the first event of every log.</summary>
/// <param name="At">When.</param>
public sealed record BookOpened(Instant At) : LimitEvent(At);

/// <summary>
/// Another policy is enforced: what it has in force now takes effect now, its later versions at their dates.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Timeline">All of its versions.</param>
public sealed record PolicyAdopted(Instant At, PolicyTimeline Timeline) : LimitEvent(At);

/// <summary>A scope begins unused.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">Its name; the scope above it, if any, was added before.</param>
/// <param name="Level">Its level.</param>
/// <param name="Sets">Plans, tiers and limit sets that it carries.</param>
/// <param name="WeekAnchor">Any instant at which its weeks reset, to the second.</param>
public sealed record ScopeAdded(
    Instant At, ScopeName Scope, ScopeLevel Level, ImmutableArray<string> Sets, Instant WeekAnchor) : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>A scope carries other sets from now on.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Sets">What it carries from now on.</param>
/// <param name="WeekAnchor">Any instant at which its weeks reset, to the second.</param>
public sealed record ScopeChanged(
    Instant At, ScopeName Scope, ImmutableArray<string> Sets, Instant WeekAnchor) : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>
/// The name of a scope is given free, for another to have: what is in flight in it ends as it would. Nothing stands
/// beneath it any longer.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Scope">The scope.</param>
public sealed record ScopeRemoved(Instant At, ScopeName Scope) : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>A request asked for admission.</summary>
/// <param name="At">When.</param>
public sealed record RequestAsked(Instant At) : LimitEvent(At)
{
    /// <summary>Name of the request. A name that was used before is the same request, asked again.</summary>
    public required string Request { get; init; }

    /// <summary>Lowest scope of its path.</summary>
    public required ScopeName Scope { get; init; }

    /// <summary>Model class.</summary>
    public required string Class { get; init; }

    /// <summary>Product that asks. Default null: none is told.</summary>
    public string? Product { get; init; }

    /// <summary>Lane that it asks for. Default: standard.</summary>
    public Lane Lane { get; init; }

    /// <summary>Traits such as <c>fast</c>. Default: none.</summary>
    public ImmutableArray<string> Traits { get; init; } = [];

    /// <summary>Requests in a batch. Default 0, which is one request.</summary>
    public int Requests { get; init; }

    /// <summary>Tokens that it is expected to use.</summary>
    public required TokenUsage Estimate { get; init; }

    /// <summary>Whether its user agrees, with this request, to pay for it as overage. Default false.</summary>
    public bool Consents { get; init; }

    /// <summary>What was decided.</summary>
    public required RecordedDecision Decision { get; init; }

    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>A request told what it has used so far.</summary>
/// <param name="At">When.</param>
/// <param name="Request">The request.</param>
/// <param name="SoFar">Tokens used so far.</param>
public sealed record UsageReported(Instant At, string Request, TokenUsage SoFar) : LimitEvent(At);

/// <summary>A request ended with what it used.</summary>
/// <param name="At">When.</param>
/// <param name="Request">The request.</param>
/// <param name="Actual">Tokens used.</param>
public sealed record RequestSettled(Instant At, string Request, TokenUsage Actual) : LimitEvent(At);

/// <summary>A request failed before any output and is charged nothing.</summary>
/// <param name="At">When.</param>
/// <param name="Request">The request.</param>
public sealed record RequestReleased(Instant At, string Request) : LimitEvent(At);

/// <summary>Windows of one scope were cleared, or of all where none is named.</summary>
/// <param name="At">When.</param>
/// <param name="Reset">Name of the reset: one that was made before is not made again.</param>
/// <param name="Scope">The scope; null: every scope that carries one of the sets.</param>
/// <param name="Clears">What was cleared.</param>
public sealed record WindowsReset(Instant At, string Reset, ScopeName? Scope, ResetOrder Clears) : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>A grant of resets is offered, or offered on other terms from now on.</summary>
/// <param name="At">When.</param>
/// <param name="Grant">The grant.</param>
public sealed record GrantDefined(Instant At, ResetGrant Grant) : LimitEvent(At);

/// <summary>A user asked for a reset from a grant.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Grant">The grant, by its id.</param>
/// <param name="Request">Name of the request: one that was granted before is answered as it was.</param>
/// <param name="Result">What came of it.</param>
public sealed record GrantUsed(Instant At, ScopeName Scope, string Grant, string Request, ResetResult Result)
    : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>Overage was switched on or off, with the scope's own caps.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">The scope.</param>
/// <param name="IsEnabled">Whether it is on.</param>
/// <param name="Daily">Its own cap for a UTC day; null: that of its terms.</param>
/// <param name="Monthly">Its own cap for a UTC month; null: that of its terms.</param>
public sealed record OverageSet(Instant At, ScopeName Scope, bool IsEnabled, MicroUsd? Daily, MicroUsd? Monthly)
    : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>A user agreed to pay for overage, or took that back.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Consents">Whether the user agrees.</param>
public sealed record ConsentSet(Instant At, ScopeName Scope, bool Consents) : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}

/// <summary>Credit for overage was bought, or taken back.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Credit">How much; negative: taken back.</param>
public sealed record CreditBought(Instant At, ScopeName Scope, MicroUsd Credit) : LimitEvent(At)
{
    /// <inheritdoc/>
    public override ScopeName? About => Scope;
}
