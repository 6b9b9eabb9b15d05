using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>What a book knew at a point of a log, found by replaying it up to there.</summary>
public static class LogLookup
{
    /// <summary>Explains each time that a request was asked, in the order of the log.</summary>
    /// <param name="log">The log, without problems.</param>
    /// <param name="timeline">The policy to explain it under until the log tells of another.</param>
    /// <param name="request">Name of the request.</param>
    /// <returns>None where the log has no such request.</returns>
    /// <exception cref="OverflowException">An event is beyond what can be counted.</exception>
    public static ImmutableArray<ExplainedRequest> Explain(LimitLog log, PolicyTimeline timeline, string request)
    {
        var found = ImmutableArray.CreateBuilder<ExplainedRequest>();
        var left = log.Lines.Count(line => IsWanted(line.Event, request));
        var book = new ReplayedBook(timeline);
        foreach (var (number, one) in log.Lines)
        {
            if (left == 0)
                break;
            if (IsWanted(one, request))
            {
                found.Add(Explain(book, number, (RequestAsked)one));
                left--;
            }

            book.Apply(one);
        }

        return found.DrainToImmutable();
    }

    /// <summary>Every limit of a scope and of those above it, from the organization down.</summary>
    /// <param name="log">The log, without problems.</param>
    /// <param name="timeline">The policy until the log tells of another.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="at">When, after the events of that instant; null: after the last event.</param>
    /// <returns>Null where the scope was not added by then.</returns>
    /// <exception cref="OverflowException">An event is beyond what can be counted.</exception>
    public static ScopeReading? Read(LimitLog log, PolicyTimeline timeline, ScopeName scope, Instant? at)
    {
        var book = new ReplayedBook(timeline);
        var last = default(Instant);
        foreach (var one in log.Lines.Select(line => line.Event).TakeWhile(one => !(one.At > at)))
        {
            book.Apply(one);
            last = one.At;
        }

        if (book.PathOf(scope) is not { } path)
            return null;
        var now = at ?? last;
        book.Book.Advance(now);
        return new ScopeReading(
            scope,
            now,
            book.Book.Policy.Changes,
            Placed(book, scope, book.Book.States(path, null, now)));
    }

    private static bool IsWanted(LimitEvent one, string request) =>
        one is RequestAsked asked && asked.Request == request;

    private static ExplainedRequest Explain(ReplayedBook book, int line, RequestAsked asked)
    {
        book.Book.Advance(asked.At);
        var explanation = book.Book.Explain(book.RequestOf(asked), asked.At);
        return new ExplainedRequest(
            line,
            asked,
            book.Book.Policy.Changes,
            explanation,
            Placed(book, asked.Scope, [.. explanation.Limits.Select(limit => limit.Before)]));
    }

    private static ImmutableArray<PlacedLimit> Placed(
        ReplayedBook book, ScopeName scope, ImmutableArray<LimitState> states) =>
        [.. states.Zip(OverageCaps.Of(states), (state, cap) =>
            new PlacedLimit(book.At(scope, state.Level)!.Value, state, cap))];
}

/// <summary>A request of a log, and why it is decided as it is.</summary>
/// <param name="Line">Line of the log.</param>
/// <param name="Asked">The request.</param>
/// <param name="Changes">Changes of the policy that are in force then.</param>
/// <param name="Explanation">Every limit that applies, and what is decided.</param>
/// <param name="Placed">Where each of those limits is kept, in the same order.</param>
public sealed record ExplainedRequest(
    int Line,
    RequestAsked Asked,
    ImmutableArray<string> Changes,
    Explanation Explanation,
    ImmutableArray<PlacedLimit> Placed);

/// <summary>The limits of one scope at one instant.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="At">The instant.</param>
/// <param name="Changes">Changes of the policy that are in force then.</param>
/// <param name="Limits">Every limit, from the organization down.</param>
public sealed record ScopeReading(
    ScopeName Scope, Instant At, ImmutableArray<string> Changes, ImmutableArray<PlacedLimit> Limits);

/// <summary>One limit and where it is kept.</summary>
/// <param name="Keeper">Scope that keeps it.</param>
/// <param name="State">Its state.</param>
/// <param name="Cap">Which limit of overage it is; null for limits of other kinds.</param>
public sealed record PlacedLimit(ScopeName Keeper, LimitState State, OverageCap? Cap);
