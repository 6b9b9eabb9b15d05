using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Takes each step on a book and on the reference and compares all that can be seen.</summary>
internal sealed class Comparison
{
    private readonly History history;
    private readonly Tally seen;
    private readonly NaiveBook naive;
    private readonly Player real;
    private readonly List<NaiveEntry> entries = [];
    private Instant now;
    private Instant? retry;

    private Comparison(History history, Tally seen)
    {
        (this.history, this.seen) = (history, seen);
        naive = new NaiveBook(new PolicyTimeline(history.Versions));
        real = new Player(history);
        now = history.Start;
        foreach (var scope in history.Scopes)
            naive.Add(scope.Above, scope.Level, History.Terms(scope.Sets));
    }

    public static void Of(History history, Tally seen)
    {
        var comparison = new Comparison(history, seen);
        foreach (var step in history.Steps)
            comparison.Take(step);
    }

    private void Take(Step step)
    {
        now = Clock(step);
        if (step.Act == Act.Reserve)
            Reserve(step);
        else
        {
            var expected = Call(step);
            Assert.Equal(expected, real.Take(step, now));
            seen.Count($"{step.Act} {expected}");
        }

        // What has expired by now is told by the next call only.
        var told = naive.At(naive.Latest);
        CompareReservations(told);
        CompareStates(now > naive.Latest ? naive.At(now) : told);
    }

    private Instant Clock(Step step)
    {
        var resets = step.Goal != Goal.Reset ? [] : naive.At(now).Scopes.SelectMany(scope => scope.Meters)
            .Select(meter => meter.State(default, now).ResetsAt).Where(at => at > now).ToList();
        var goal = step.Goal switch
        {
            Goal.Retry => retry,
            Goal.Expiry => naive.At(now).Open.Values.Select(open => (Instant?)open.Deadline).Min(),
            Goal.Reset => resets.Count == 0 ? null : resets[step.Pick % resets.Count],
            Goal.Version => history.Versions.Select(version => (Instant?)version.EffectiveFrom)
                .FirstOrDefault(at => at > now),
            _ => now,
        };

        // A bucket in great debt may be full only beyond the range of instants.
        var within = goal < history.Start + Duration.FromDays(1500) ? goal.Value : now;
        return within + new Duration(step.Passes);
    }

    private void Reserve(Step step)
    {
        var asked = Asked(step);
        var at = naive.Latest > now ? naive.Latest : now;
        var before = NaiveVerdict.Of(naive.At(now), asked, at);
        var expected = naive.Reserve(asked, now);
        CompareExplanation(before, expected, real.Book.Explain(real.Request(step), now));
        var answer = (Answer)real.Take(step, now)!;
        seen.Count(expected);
        Compare(expected, answer);
        if (expected.Outcome == "Admitted")
            entries.Add(expected.Entry!);
        if (expected.RetryAt is { } retryAt)
        {
            retry = retryAt;
            var again = real.Again();
            Assert.False(((Answer)again.Take(step, retryAt - new Duration(1))!).IsAdmitted);
            Assert.True(((Answer)again.Take(step, retryAt)!).IsAdmitted);
        }
    }

    private NaiveRequest Asked(Step step) => new(real.ScopeOf(step), step.Class, step.Usage)
    {
        Product = step.Product,
        Trait = step.Trait,
        Lane = step.Lane,
        Requests = step.Requests,
        Id = step.Id,
        Consents = step.Consents,
    };

    private void Compare(NaiveAnswer expected, Answer answer)
    {
        var outcome = answer switch
        {
            { Refusal: { } refusal } => refusal.GetType().Name,
            { Reservation.IsRepeated: true } => "Repeated",
            _ => "Admitted",
        };
        Assert.Equal(expected.Outcome, outcome);
        if (expected.Outcome == "Repeated")
            Assert.Equal(real.Reservations[entries.IndexOf(expected.Entry!)], answer.Reservation);
        if (answer.Refusal is not Refusal.Rejected rejected)
            return;
        Assert.Equal(expected.States![0], NaiveState.Of(rejected.Binding));
        Assert.Equal(expected.RetryAt, rejected.RetryAt);
        Assert.Equal(expected.Overage, rejected.Overage);
        CompareEach(expected.States, rejected.States);
    }

    /// <summary>What is explained is what is decided then; a name is not looked at.</summary>
    private void CompareExplanation(NaiveVerdict before, NaiveAnswer expected, Explanation explained)
    {
        Assert.Equal(before.Entry is not null, explained.IsAdmitted);
        Assert.Equal(before.Views.Count == 0, explained.NotIncluded is not null);
        CompareEach(before.Views.Select(view => view.State(naive.Latest)), explained.Limits.Select(at => at.Before));
        foreach (var (view, limit) in before.Views.Zip(explained.Limits))
        {
            Assert.Equal(
                (view.HasRoom, view.Meter.PassesAt(view.Amount, naive.Latest)), (limit.HasRoom, limit.PassesAt));
            if (explained.IsAdmitted)
                Assert.Equal(view.IsCounted, limit.IsCounted);
        }

        if (before.Entry is { } entry)
            Assert.Equal((entry.IsOverage, entry.Served), (explained.IsOverage, explained.Lane));
        if (before.Views.Count > 0)
            Assert.Equal(before.Overage, explained.Overage);
        if (expected.Outcome == "Rejected")
        {
            Assert.Equal(expected.States![0], NaiveState.Of(explained.Binding!.Before));
            Assert.Equal(expected.RetryAt, explained.RetryAt);
        }
    }

    /// <summary>Makes the call of a step on the reference.</summary>
    private object? Call(Step step)
    {
        var scope = real.ScopeOf(step);
        switch (step.Act)
        {
            case Act.Add:
                return Add(step, scope);
            case Act.Change:
                naive.Change(scope, history.OtherTerms(step), now);
                return null;
            case Act.Adopt:
                naive.Adopt(new PolicyTimeline(history.Others), now);
                return null;
            case Act.Reset:
                return naive.Reset(scope, step.Order, step.Id, now);
            case Act.ResetEverybody:
                return naive.ResetEverybody(step.Order, step.Id, now);
            case Act.UseGrant:
                return naive.UseGrant(scope, history.GrantOf(step), step.Id, now);
            case Act.SetOverage:
                return naive.SetOverage(scope, step.Flag, step.DailyCap, step.MonthlyCap, now);
            case Act.SetConsent:
                return naive.SetConsent(scope, step.Flag, now);
            case Act.Buy:
                return naive.Buy(scope, step.Credit, now);
            case Act.StoreElsewhere:
                naive.Adopt(new PolicyTimeline(history.Others), naive.Latest);
                return null;
            case Act.Store or Act.StoreOne:
                return null;
            default:
                return End(step);
        }
    }

    private ScopeLevel? Add(Step step, int above)
    {
        var level = naive.At(naive.Latest).Scopes[above].Level;
        if (level == ScopeLevel.Key || real.Paths.Count > 9)
            return null;
        naive.Add(above, level + 1, history.OtherTerms(step));
        return level + 1;
    }

    private bool? End(Step step)
    {
        if (real.WhichOf(step) is not { } which)
            return null;
        return step.Act switch
        {
            Act.Report => naive.Report(entries[which], real.UsageOf(step), now),
            Act.Settle => naive.Settle(entries[which], real.UsageOf(step), Player.RequestsOf(step), now),
            _ => naive.Release(entries[which], now),
        };
    }

    private void CompareStates(NaiveWorld world)
    {
        for (var i = 0; i < real.Paths.Count; i++)
        {
            var path = world.Scopes[i].Path.ToList();
            CompareEach(
                path.SelectMany(scope => scope.Meters.Select(meter => meter.State(scope.Level, world.Latest))),
                real.Book.States(real.Paths[i], null, now));
            Assert.Equal(
                NaiveVerdict.OverageOf(path, new NaiveRequest(i, "opus", default), world.Latest),
                real.Book.OverageOf(real.Paths[i], "opus", now));
        }
    }

    private void CompareReservations(NaiveWorld told)
    {
        Assert.Equal(told.Open.Count, real.Book.OpenCount);
        foreach (var (entry, reservation) in entries.Zip(real.Reservations))
        {
            Assert.Equal(told.Open.TryGetValue(entry, out var open), reservation.IsOpen);
            if (open is null)
                continue;
            Assert.Equal((open.Held, open.Deadline), (reservation.Held, reservation.ExpiresAt));
            Assert.Equal(
                (entry.At, entry.Served, entry.IsOverage), (reservation.At, reservation.Lane, reservation.IsOverage));
        }
    }

    /// <summary>Compares limit by limit, so that a failure shows the one that differs.</summary>
    private static void CompareEach(IEnumerable<NaiveState> expected, IEnumerable<LimitState> actual)
    {
        var told = actual.ToList();
        var index = 0;
        foreach (var state in expected)
            Assert.Equal(state, index < told.Count ? NaiveState.Of(told[index++]) : null);
        Assert.Equal(index, told.Count);
    }
}
