using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// Replays a log: under the policies that were enforced, which checks the log, and under another, which tells what the
/// same requests would have met. The log stays as it is: what users would have asked instead is not guessed.
/// </summary>
public sealed class LimitReplay
{
    private readonly Side recorded;
    private readonly Side? other;
    private readonly ScopeName? only;
    private readonly Instant? since;
    private readonly Dictionary<string, ScopeName> askedBy = [];
    private readonly ImmutableArray<Difference>.Builder unfaithful = ImmutableArray.CreateBuilder<Difference>();
    private readonly ImmutableArray<Difference>.Builder differences = ImmutableArray.CreateBuilder<Difference>();
    private long assumed;
    private int events;
    private Instant? first;
    private Instant last;

    private LimitReplay(PolicyTimeline recorded, PolicyTimeline? other, ScopeName? only, Instant? since)
    {
        this.recorded = new Side(new ReplayedBook(recorded));
        this.other = other is null ? null : new Side(new ReplayedBook(other));
        (this.only, this.since) = (only, since);
    }

    /// <summary>Replays a log.</summary>
    /// <param name="log">The log, without problems.</param>
    /// <param name="recorded">The policy that was enforced until the log tells of another.</param>
    /// <param name="other">Another policy; null: only check the log.</param>
    /// <param name="only">
    /// Count only what this scope and those beneath it ask; null: all. Everything happens in any case.
    /// </param>
    public static ReplayResult Run(
        LimitLog log, PolicyTimeline recorded, PolicyTimeline? other = null, ScopeName? only = null) =>
        Run(log.Lines, recorded, other, only, since: null);

    /// <summary>
    /// Replays events that are taken one after the other, so that a long log need not be held in memory.
    /// </summary>
    /// <param name="lines">The events of a log without problems.</param>
    /// <param name="recorded">The policy that was enforced until the log tells of another.</param>
    /// <param name="other">Another policy; null: only check the log.</param>
    /// <param name="only">Count only what this scope and those beneath it ask; null: all.</param>
    /// <param name="since">Count only what happens from this instant on; null: all.</param>
    public static ReplayResult Run(
        IEnumerable<LimitLog.Line> lines,
        PolicyTimeline recorded,
        PolicyTimeline? other,
        ScopeName? only,
        Instant? since)
    {
        var replay = new LimitReplay(recorded, other, only, since);
        foreach (var line in lines)
        {
            try
            {
                replay.Take(line);
            }
            catch (OverflowException)
            {
                return new ReplayResult.Failed(TooMuch(line.Number));
            }
        }

        return new ReplayResult.Done(replay.Report());
    }

    /// <summary>What is said of an event that is beyond what can be counted.</summary>
    internal static LimitLog.Problem TooMuch(int line) => new(
        line, "the usage is beyond what limits can count; expected fewer tokens, or a policy with lower weights");

    private void Take(LimitLog.Line line)
    {
        if (!(line.Event.At < since))
        {
            events++;
            first ??= line.Event.At;
            last = line.Event.At;
        }

        switch (line.Event)
        {
            case RequestAsked asked:
                Ask(line, asked);
                break;
            case GrantUsed used:
                Use(line, used);
                break;
            case PolicyAdopted:
                // The other policy holds all the time, whatever else was enforced.
                recorded.Book.Apply(line.Event);
                break;
            default:
                recorded.Book.Apply(line.Event);
                other?.Book.Apply(line.Event);
                break;
        }

        var request = line.Event switch
        {
            UsageReported reported => reported.Request,
            RequestSettled settled => settled.Request,
            _ => null,
        };
        if (request is not null && askedBy.TryGetValue(request, out var scope))
            Note(scope, line.Event.At);
    }

    private void Ask(LimitLog.Line line, RequestAsked asked)
    {
        var user = UserOf(asked.Scope);
        var isCounted = IsCounted(asked.Scope, asked.At);
        askedBy[asked.Request] = asked.Scope;
        var replayed = recorded.Book.Ask(asked);
        if (isCounted)
        {
            recorded.Tally(user).Count(asked.Decision, asked.At);
            Compare(line, asked.Request, asked.Scope, Of(asked.Decision), Of(replayed), unfaithful);
        }

        if (other is not null)
        {
            var decided = other.Book.Ask(asked);
            if (isCounted)
            {
                assumed += other.Book.IsAssumed ? 1 : 0;
                other.Tally(user).Count(decided, asked.At);
                Compare(line, asked.Request, asked.Scope, Of(asked.Decision), Of(decided), differences);
            }
        }

        Note(asked.Scope, asked.At);
    }

    private void Use(LimitLog.Line line, GrantUsed used)
    {
        var was = new ReplayedAnswer(null, used.Result);
        var replayed = recorded.Book.Use(used);
        var isCounted = IsCounted(used.Scope, used.At);
        if (isCounted)
            Compare(line, used.Request, used.Scope, was, new ReplayedAnswer(null, replayed), unfaithful);
        if (other is null)
            return;
        var result = other.Book.Use(used);
        if (isCounted)
            Compare(line, used.Request, used.Scope, was, new ReplayedAnswer(null, result), differences);
    }

    private void Note(ScopeName scope, Instant at)
    {
        if (!IsCounted(scope, at))
            return;
        recorded.Note(scope, UserOf(scope), at);
        other?.Note(scope, UserOf(scope), at);
    }

    private bool IsCounted(ScopeName scope, Instant at) =>
        !(at < since) && (only is not { } wanted || scope.IsWithin(wanted));

    /// <summary>The lowest scope of a path that is no key; the path itself where there is none.</summary>
    private ScopeName UserOf(ScopeName scope) =>
        scope.Above is { } above && recorded.Book.At(scope, ScopeLevel.Key) == scope ? above : scope;

    private ReplayReport Report() => new()
    {
        Events = events,
        From = first ?? default,
        To = last,
        Users =
        [
            .. recorded.Users.Select(user => new UserReplay(
                ScopeName.Parse(user), new Outcomes(recorded.Of(user), other?.Of(user)))),
        ],
        Total = new Outcomes(recorded.All, other?.All),
        Unfaithful = unfaithful.DrainToImmutable(),
        Differences = differences.DrainToImmutable(),
        Assumed = assumed,
    };

    private static void Compare(
        LimitLog.Line line,
        string request,
        ScopeName scope,
        ReplayedAnswer was,
        ReplayedAnswer replayed,
        ImmutableArray<Difference>.Builder found)
    {
        if (was != replayed)
            found.Add(new Difference(line.Number, line.Event.At, scope, request, was, replayed));
    }

    private static ReplayedAnswer Of(RecordedDecision decision) => new(decision, null);

    /// <summary>One policy: its book, and what each user meets.</summary>
    private sealed class Side(ReplayedBook book)
    {
        private readonly SortedDictionary<string, UseTally> tallies = new(StringComparer.Ordinal);

        public ReplayedBook Book { get; } = book;

        public IEnumerable<string> Users => tallies.Keys;

        public UseSummary All => UseTally.Sum(tallies.Values);

        public UseSummary Of(string user) => UseTally.Sum([tallies[user]]);

        public UseTally Tally(ScopeName user)
        {
            if (!tallies.TryGetValue(user.Text, out var tally))
                tallies[user.Text] = tally = new UseTally(user);
            return tally;
        }

        public void Note(ScopeName scope, ScopeName user, Instant at)
        {
            if (Book.PathOf(scope) is { } path)
                Tally(user).Note(Book.Book.States(path, null, at), at);
        }
    }
}
