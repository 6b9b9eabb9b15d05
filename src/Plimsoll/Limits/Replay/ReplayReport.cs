using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>What came of a replay: a closed type, <see cref="Done"/> or <see cref="Failed"/>.</summary>
public abstract record ReplayResult
{
    private ReplayResult()
    {
    }

    /// <summary>The log was replayed.</summary>
    /// <param name="Report">What was found.</param>
    public sealed record Done(ReplayReport Report) : ReplayResult;

    /// <summary>An event is beyond what can be counted.</summary>
    /// <param name="Problem">The first one, and why.</param>
    public sealed record Failed(LimitLog.Problem Problem) : ReplayResult;
}

/// <summary>What a log says, whether its policy decides so, and what it would have said under another.</summary>
public sealed record ReplayReport
{
    /// <summary>Events of the log.</summary>
    public required int Events { get; init; }

    /// <summary>Instant of the first event.</summary>
    public required Instant From { get; init; }

    /// <summary>Instant of the last event.</summary>
    public required Instant To { get; init; }

    /// <summary>Every user that asked, by name.</summary>
    public required ImmutableArray<UserReplay> Users { get; init; }

    /// <summary>All of them together.</summary>
    public required Outcomes Total { get; init; }

    /// <summary>
    /// What the recorded policy does not decide as it was recorded: none where the log is faithful, and complete, and
    /// the policy is the one that was enforced.
    /// </summary>
    public required ImmutableArray<Difference> Unfaithful { get; init; }

    /// <summary>What the other policy decides in another way than was recorded.</summary>
    public required ImmutableArray<Difference> Differences { get; init; }

    /// <summary>
    /// Requests that only the other policy admits. Their usage is not known: it is assumed to be the estimate, settled
    /// at once.
    /// </summary>
    public required long Assumed { get; init; }
}

/// <summary>What was met when the log was recorded, and would have been under another policy.</summary>
/// <param name="Recorded">
/// What the log recorded; how far limits were used, which a log does not say, under the policy it is checked against.
/// </param>
/// <param name="Other">Under the other policy; null: none was asked for.</param>
public sealed record Outcomes(UseSummary Recorded, UseSummary? Other);

/// <summary>What one user met.</summary>
/// <param name="User">The seat, or else the lowest scope above the keys.</param>
/// <param name="Outcomes">What it met.</param>
public sealed record UserReplay(ScopeName User, Outcomes Outcomes);

/// <summary>One event that is decided in another way.</summary>
/// <param name="Line">Line of the log.</param>
/// <param name="At">When.</param>
/// <param name="Scope">Scope that asked.</param>
/// <param name="Request">Name of the request.</param>
/// <param name="Recorded">What was recorded.</param>
/// <param name="Replayed">What is decided instead.</param>
public sealed record Difference(
    int Line, Instant At, ScopeName Scope, string Request, ReplayedAnswer Recorded, ReplayedAnswer Replayed);

/// <summary>What an event was answered: a decision about a request, or what came of a grant.</summary>
/// <param name="Decision">The decision; null for a grant.</param>
/// <param name="Grant">What came of the grant; null for a request.</param>
public sealed record ReplayedAnswer(RecordedDecision? Decision, ResetResult? Grant);
