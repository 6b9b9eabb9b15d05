using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Takes each step on a book and checks what must hold whatever the rules are, without a reference.</summary>
internal sealed class Invariants
{
    private readonly Player player;
    private readonly Tally seen;

    // What each reservation took of each limit, at its admission and by reports.
    private readonly List<Dictionary<Place, Int128>> taken = [];
    private readonly List<int> scopes = [];
    private readonly List<(Step Step, Instant At, object? Answer)> told = [];
    private Instant now;
    private Instant? retry;

    private Invariants(History history, Tally seen)
    {
        player = new Player(history);
        this.seen = seen;
        now = history.Start;
    }

    public static void Of(History history, Tally seen)
    {
        var invariants = new Invariants(history, seen);
        foreach (var step in history.Steps)
            invariants.Take(step);
        invariants.Repeat(history);
    }

    private void Take(Step step)
    {
        // Clocks that step back are for the reference: here the book sees every instant.
        now += new Duration(Math.Max(0, step.Passes));
        if (step.Goal == Goal.Retry && retry > now)
            now = retry.Value;
        player.Book.Advance(now);
        var scope = player.ScopeOf(step);
        var which = player.WhichOf(step);
        if (step.Act is Act.Report or Act.Settle or Act.Release && which is { } one)
            scope = scopes[one];
        var before = States(scope);
        var answer = player.Take(step, now);
        told.Add((step, now, answer));
        var after = States(scope);
        CheckSums();
        if (answer is Answer asked)
            CheckAnswer(step, scope, before, asked);
        else if (step.Act is Act.Reset or Act.ResetEverybody or Act.UseGrant)
            CheckReset(before, after);
        else if (step.Act is Act.Report or Act.Settle or Act.Release && which is { } ended)
            CheckEnd(step, before, after, taken[ended], answer is true);
    }

    /// <summary>A book that is told the same answers the same, whatever is read in between.</summary>
    private void Repeat(History history)
    {
        var (silent, noisy) = (new Player(history), new Player(history));
        foreach (var (step, at, answer) in told)
        {
            CheckSame(answer, silent.Take(step, at));
            Read(noisy, step, at);
            CheckSame(answer, noisy.Take(step, at));
            Read(noisy, step, at + Duration.FromDays(3));
        }

        for (var i = 0; i < player.Paths.Count; i++)
        {
            var states = States(i);
            CheckUnchanged(states, [.. silent.Book.States(silent.Paths[i], null, now)]);
            CheckUnchanged(states, [.. noisy.Book.States(noisy.Paths[i], null, now)]);
        }
    }

    private static void Read(Player player, Step step, Instant at)
    {
        foreach (var path in player.Paths)
        {
            player.Book.States(path, step.Class, at);
            player.Book.States(path, null, at);
            player.Book.OverageOf(path, "opus", at);
        }

        player.Book.Explain(player.Request(step), at);
    }

    private static void CheckSame(object? expected, object? actual)
    {
        if (expected is not Answer(var isAdmitted, var first, var refusal) || actual is not Answer(_, var second, _))
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(isAdmitted, ((Answer)actual).IsAdmitted);
        Assert.Equal(first.IsRepeated, second.IsRepeated);
        Assert.Equal(refusal?.GetType(), ((Answer)actual).Refusal?.GetType());
        if (refusal is not Refusal.Rejected rejected)
            return;
        var other = (Refusal.Rejected)((Answer)actual).Refusal!;
        Assert.Equal((rejected.RetryAt, rejected.Overage), (other.RetryAt, other.Overage));
        CheckUnchanged([.. rejected.States], [.. other.States]);
    }

    private List<LimitState> States(int scope) => [.. player.Book.States(player.Paths[scope], null, now)];

    /// <summary>Reading twice reads the same; the sum of the parts is the limit unless it is overshot.</summary>
    private void CheckSums()
    {
        for (var i = 0; i < player.Paths.Count; i++)
        {
            var states = States(i);
            CheckUnchanged(states, States(i));
            foreach (var state in states)
            {
                Assert.True(state.Used >= 0 && state.Reserved >= 0, $"{state}");
                var taken = (Int128)state.Used + state.Reserved;
                Assert.Equal(Int128.Max(state.Limit, taken), taken + state.Remaining);
            }
        }
    }

    private void CheckAnswer(Step step, int scope, List<LimitState> before, Answer answer)
    {
        var after = States(scope);
        if (!answer.IsAdmitted || answer.Reservation.IsRepeated)
        {
            retry = (answer.Refusal as Refusal.Rejected)?.RetryAt ?? retry;
            seen.Count("refused");
            CheckUnchanged(before, after);
            return;
        }

        seen.Count("admitted");
        scopes.Add(scope);
        taken.Add(Places(before).Zip(after).ToDictionary(
            pair => pair.First.Place, pair => Taken(pair.Second) - Taken(pair.First.State)));
        foreach (var (old, state) in before.Zip(after))
            CheckOvershoot(step, old, state);

        // Given back at once, everything is as it was, but for a session that a reset has emptied: that one closes.
        if (before.Exists(state => state is { Kind: LimitKind.Session, ResetsAt: not null } && Taken(state) == 0))
            return;
        var again = player.Again();
        Assert.True(again.Book.Release(again.Reservations[^1], now));
        CheckUnchanged(before, [.. again.Book.States(again.Paths[scope], null, now)]);
    }

    /// <summary>A limit that had no room takes nothing more, so that one request at most goes beyond it.</summary>
    private void CheckOvershoot(Step step, LimitState before, LimitState after)
    {
        if (Taken(after) == Taken(before))
            return;
        if (before.Kind is LimitKind.Concurrency or LimitKind.Requests)
        {
            // More than a burst cap lets a bucket hold fits a full one; a part of a request is shown as a whole one.
            var fits = before.Kind == LimitKind.Requests ? Math.Max(after.Limit, step.Requests) + 1 : after.Limit;
            Assert.True(Taken(after) <= fits, $"{before} {after}");
        }
        else
        {
            // Of a bucket parts of a token may be left: they are not shown in the limit, and shown as used.
            var parts = before.Kind is LimitKind.InputTokens or LimitKind.OutputTokens ? 2 : 0;
            Assert.True(Taken(before) - parts < after.Limit, $"{before} {after}");
        }

        if (Taken(after) > after.Limit)
            seen.Count("overshot");
    }

    private static void CheckReset(List<LimitState> before, List<LimitState> after)
    {
        Assert.Equal(before.Count, after.Count);
        foreach (var (old, state) in before.Zip(after))
        {
            Assert.Equal((old.ResetsAt, old.Reserved, old.Limit), (state.ResetsAt, state.Reserved, state.Limit));
            Assert.True(state.Used == old.Used || state.Used == 0);
        }
    }

    /// <summary>No limit gets back more than the request took of it, and reports give nothing back.</summary>
    private void CheckEnd(
        Step step, List<LimitState> before, List<LimitState> after, Dictionary<Place, Int128> took, bool isDone)
    {
        if (!isDone)
        {
            CheckUnchanged(before, after);
            return;
        }

        seen.Count($"{step.Act}");
        Assert.Equal(before.Count, after.Count);

        // What is raised in a limit that is away is not seen.
        foreach (var place in took.Keys.Except(Places(before).Select(at => at.Place)).ToList())
            took[place] = long.MaxValue;
        foreach (var ((place, old), state) in Places(before).Zip(after))
        {
            var more = Taken(state) - Taken(old);
            var most = took.GetValueOrDefault(place);
            if (step.Act == Act.Report)
            {
                Assert.True(more >= 0, $"{old} {state}");
                took[place] = most + more;
            }
            else
                Assert.True(-more <= most + (IsRate(old) ? 1 : 0), $"{old} {state} took {most}");
        }
    }

    private static void CheckUnchanged(List<LimitState> before, List<LimitState> after)
    {
        Assert.Equal(before.Count, after.Count);
        foreach (var (old, state) in before.Zip(after))
            Assert.Equal(old, state);
    }

    private static bool IsRate(LimitState state) =>
        state.Kind is LimitKind.Requests or LimitKind.InputTokens or LimitKind.OutputTokens;

    private static Int128 Taken(LimitState state) => (Int128)state.Used + state.Reserved;

    private static IEnumerable<(Place Place, LimitState State)> Places(IEnumerable<LimitState> states) => states
        .GroupBy(state => (state.Level, state.Set, state.Terms.Name, state.Kind))
        .SelectMany(alike => alike.Select((state, part) =>
            (new Place(state.Level, state.Set, state.Terms.Name, state.Kind, part), state)));

    /// <summary>Which limit of a path; the meters of overage go by one name and are told apart by order.</summary>
    private readonly record struct Place(ScopeLevel Level, string Set, string Name, LimitKind Kind, int Part);
}
