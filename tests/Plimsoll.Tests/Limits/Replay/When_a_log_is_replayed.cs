using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Replay;

public class When_a_log_is_replayed
{
    private static readonly Config config = Config.QuickThrowOnFailure
        .WithMaxTest(400).WithEndSize(80).WithReplay(20260506, 7, 0);

    private static readonly PolicyTimeline strict = Recorded.Timeline(Recorded.Policy());

    private static readonly PolicyTimeline doubled = Recorded.Timeline(Recorded.Policy(2000));

    private static readonly PolicyTimeline changing = Recorded.Timeline(
        Recorded.Policy(
            1000, new Allowance("spring", "code", WindowKind.Session, ["pro"], "code", new Factor(2), null)),
        Recorded.Policy(700) with { EffectiveFrom = Recorded.After(90), InProgress = InProgress.KeepUtilization });

    [Fact]
    public void The_policy_that_was_enforced_decides_everything_as_it_was_recorded()
    {
        var seen = new HashSet<string>();
        Check.One(config, Prop.ForAll(Arb.From(Gen.ListOf(AnyStep)), steps =>
        {
            var recorded = new Recorded(changing);
            var minutes = 0.0;
            foreach (var (kind, passes, pick, tokens) in steps)
            {
                minutes += passes;
                Take(recorded, kind, minutes, pick, new TokenUsage(new(tokens), default, new(pick), new(tokens / 2)));
            }

            var report = Run(recorded.Log, changing, changing);

            Assert.Empty(report.Unfaithful);
            Assert.Empty(report.Differences);
            Assert.Equal(0, report.Assumed);
            Assert.Equivalent(report.Total.Recorded, report.Total.Other, strict: true);
            seen.UnionWith(recorded.Log.Lines.Select(line => line.Event).OfType<RequestAsked>().Select(Outcome));
        }));
        string[] outcomes = ["Admitted", "Repeated", "Duplicate", "NotIncluded", "Session", "Requests", "InputTokens",
            "Concurrency", "Spend"];
        Assert.Empty(outcomes.Except(seen));
    }

    [Fact]
    public void A_request_that_only_the_other_policy_admits_uses_its_estimate()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(1, "a", Input(1000));
        recorded.Ask(2, "b", Recorded.Alice, Input(900));
        recorded.Ask(3, "c", Recorded.Alice, Input(200));
        recorded.Ask(4, "d", Recorded.Alice, Input(1));

        var report = Run(recorded.Log, strict, doubled);

        Assert.Equal(2, report.Assumed);
        Assert.Equal(
            ["b Rejected → Admitted", "c Rejected → Admitted"],
            report.Differences.Select(Words));
        Assert.Equal((4, 1, 3), Counts(report.Total.Recorded));
        Assert.Equal((4, 3, 1), Counts(report.Total.Other!));
        Assert.Equal(1.05, Peak(report.Total.Other!, LimitKind.Session), 6);
        Assert.Equal(1.0, Peak(report.Total.Recorded, LimitKind.Session), 6);
    }

    [Fact]
    public void It_is_never_in_flight_and_asking_it_again_is_a_duplicate()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(1, "a", Input(1000));
        recorded.Ask(2, "b", Recorded.Alice, Input(100));
        recorded.Ask(3, "b", Recorded.Alice, Input(100));

        // By now the book itself has forgotten the name, and the recorded session is another.
        recorded.Ask(1000, "b", Recorded.Alice, Input(100));

        var report = Run(recorded.Log, strict, doubled);

        Assert.Equal(
            ["b Rejected → Admitted", "b Rejected → Duplicate", "b Admitted → Duplicate"],
            report.Differences.Select(Words));
        Assert.Equal(2, report.Total.Other!.AskedAgain);
        Assert.Equal(1.0 / 6, Peak(report.Total.Other!, LimitKind.Concurrency), 6);
    }

    [Fact]
    public void What_follows_a_request_that_the_other_policy_refuses_does_not_happen()
    {
        var recorded = new Recorded(doubled);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(1, "a", Input(1000));
        recorded.Ask(2, "b", Recorded.Alice, Input(100));
        recorded.Report(3, "b", Input(300));
        recorded.Settle(4, "b", Input(500));

        var report = Run(recorded.Log, doubled, strict);

        Assert.Empty(report.Unfaithful);
        Assert.Equal(["b Admitted → Rejected"], report.Differences.Select(Words));
        Assert.Equal(1.0, Peak(report.Total.Other!, LimitKind.Session), 6);
        Assert.Equal(0.75, Peak(report.Total.Recorded, LimitKind.Session), 6);
    }

    [Fact]
    public void Waits_are_told_by_the_retry_and_counted_once_where_they_overlap()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(0, "a", Input(1000));
        recorded.Ask(60, "b", Recorded.Alice, Input(1));
        recorded.Ask(120, "c", Recorded.Alice, Input(1));
        recorded.Ask(120, "d", Recorded.Bob, Input(1));

        var report = Run(recorded.Log, strict, null);
        var alice = report.Users.Single(user => user.User == Recorded.Alice).Outcomes.Recorded;

        // 09:03 plus five hours, on the next ten minutes: 14:10, and the first refusal was at 10:03.
        Assert.Equal(Duration.FromMinutes(247), alice.Blocked);
        Assert.Equal(Recorded.After(60), alice.FirstRefusal);
        Assert.Equal(
            new RefusedBy(new LimitName(ScopeLevel.Seat, LimitKind.Session, "session"), 2),
            Assert.Single(alice.RefusedBy));
        Assert.Equal(Duration.FromMinutes(247), report.Total.Recorded.Blocked);
        Assert.Null(report.Total.Other);
    }

    [Fact]
    public void A_key_counts_as_the_seat_above_it_and_others_can_be_left_out()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Laptop, Input(100));
        recorded.Ask(1, "b", Recorded.Alice, Input(100));
        recorded.Ask(2, "c", Recorded.Bob, Input(100));

        var report = Run(recorded.Log, strict, null);
        var ofAlice = Run(recorded.Log, strict, null, Recorded.Alice);

        Assert.Equal([Recorded.Alice, Recorded.Bob], report.Users.Select(user => user.User));
        Assert.Equal(2, Assert.Single(ofAlice.Users).Outcomes.Recorded.Asked);
    }

    [Fact]
    public void A_log_that_says_what_was_not_so_is_told_apart()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(100));
        var lines = recorded.Log.Lines;
        var asked = (RequestAsked)lines[^1].Event;
        var forged = new LimitLog(lines.SetItem(lines.Length - 1, lines[^1] with
        {
            Event = asked with { Decision = new RecordedDecision.NotIncluded() },
        }));

        var report = Run(forged, strict, strict);
        var difference = Assert.Single(report.Unfaithful);

        Assert.Equal((1, 1), (report.Total.Recorded.NotIncluded, report.Total.Other!.Admitted));
        Assert.Equal(0, report.Total.Recorded.Admitted);
        Assert.Equal(lines.Length, difference.Line);
        Assert.Equal("a NotIncluded → Admitted", Words(difference));
    }

    [Fact]
    public void A_grant_that_comes_to_something_else_is_a_difference()
    {
        var recorded = new Recorded(doubled);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(1, "a", Input(1000));
        recorded.Grant(2, Grant(), Recorded.Alice, "1");

        var difference = Assert.Single(Run(recorded.Log, doubled, strict).Differences);

        Assert.Equal(ResetResult.NotLimited, difference.Recorded.Grant);
        Assert.Equal(ResetResult.Reset, difference.Replayed.Grant);
    }

    [Fact]
    public void A_book_that_opens_again_has_forgotten()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        var first = recorded.Log.Lines;
        var again = new Recorded(strict);
        again.Ask(0, "a", Recorded.Alice, Input(1000));

        var report = Run(new LimitLog([.. first, .. again.Log.Lines]), strict, null);

        Assert.Empty(report.Unfaithful);
        Assert.Equal((2, 2, 0), Counts(report.Total.Recorded));
    }

    [Fact]
    public void Usage_beyond_what_can_be_counted_is_told_with_its_line()
    {
        var heavy = Recorded.Policy() with
        {
            Sets = Recorded.Policy().Sets,
            Plans = Recorded.Policy(9e12).Plans,
        };
        var recorded = new Recorded(Recorded.Timeline(heavy));
        recorded.Ask(0, "a", Recorded.Alice, Input(10));
        var most = Input(LimitEventJson.MostTokens);
        var lines = recorded.Log.Lines;
        ImmutableArray<LimitLog.Line> more =
        [
            .. lines,
            new(8, new RequestSettled(Recorded.After(1), "a", most with { Output = most.Input })),
        ];
        var dear = heavy with
        {
            Classes = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
                heavy.Classes.Values,
                one => one.Name,
                one => one with { Weights = one.Weights with { Input = Credits.From(9), Output = Credits.From(9) } }),
        };

        var failed = Assert.IsType<ReplayResult.Failed>(
            LimitReplay.Run(new LimitLog(more), Recorded.Timeline(dear)));

        Assert.Equal(8, failed.Problem.Line);
    }

    private enum StepKind
    {
        Ask,
        AskAgain,
        Report,
        Settle,
        Release,
        Overage,
        Reset,
        Grant,
        Change,
    }

    private static Gen<(StepKind Kind, double Passes, int Pick, int Tokens)> AnyStep =>
        from kind in Gen.Frequency(
            (12, Gen.Constant(StepKind.Ask)), (2, Gen.Constant(StepKind.AskAgain)),
            (2, Gen.Constant(StepKind.Report)), (8, Gen.Constant(StepKind.Settle)),
            (2, Gen.Constant(StepKind.Release)), (1, Gen.Constant(StepKind.Overage)),
            (1, Gen.Constant(StepKind.Reset)), (1, Gen.Constant(StepKind.Grant)), (1, Gen.Constant(StepKind.Change)))
        from passes in Gen.Frequency(
            (4, Gen.Constant(0.0)),
            (4, Gen.Choose(0, 120).Select(n => n / 60.0)),
            (1, Gen.Choose(0, 400).Select(n => n * 1.5)))
        from pick in Gen.Choose(0, 11)
        from tokens in Gen.Frequency((6, Gen.Choose(0, 300)), (1, Gen.Choose(300, 90_000)))
        select (kind, passes, pick, tokens);

    private static void Take(Recorded recorded, StepKind kind, double minutes, int pick, TokenUsage usage)
    {
        var asked = recorded.Log.Lines.Select(line => line.Event).OfType<RequestAsked>()
            .Where(one => one.Decision.IsAdmitted).Select(one => one.Request).Distinct().ToList();
        var request = asked.Count == 0 ? null : asked[^(1 + (pick % Math.Min(4, asked.Count)))];
        var scope = Recorded.Scopes[pick % 4];
        switch (kind)
        {
            case StepKind.Ask:
                recorded.Ask(
                    minutes,
                    $"r{recorded.Log.Lines.Length}",
                    scope,
                    usage,
                    pick == 11 ? Lane.Batch : Lane.Standard,
                    pick == 10 ? "unknown" : pick == 9 ? "haiku" : "opus");
                break;
            case StepKind.AskAgain when request is not null:
                recorded.Ask(minutes, request, scope, usage);
                break;
            case StepKind.Report when request is not null:
                recorded.Report(minutes, request, usage);
                break;
            case StepKind.Settle when request is not null:
                recorded.Settle(minutes, request, usage);
                break;
            case StepKind.Release when request is not null:
                recorded.Release(minutes, request);
                break;
            case StepKind.Overage:
                recorded.Overage(minutes, pick % 2 == 0 ? Recorded.Alice : Recorded.Bob, pick < 8);
                break;
            case StepKind.Reset:
                recorded.Reset(minutes, $"{pick}", pick % 3 == 0 ? null : scope);
                break;
            case StepKind.Grant:
                recorded.Grant(minutes, Grant() with { Id = pick < 6 ? "one" : "two" }, scope, $"{pick}");
                break;
            case StepKind.Change:
                recorded.Change(minutes, Recorded.Bob, pick < 4 ? ["pro", "tight"] : pick < 8 ? ["pro"] : ["gone"]);
                break;
            default:
                break;
        }
    }

    private static ResetGrant Grant() =>
        new("one", "A reset", 2, Recorded.Start, Recorded.After(1e6), new ResetOrder(["session"]))
        {
            NeedsLimit = true,
        };

    private static ReplayReport Run(
        LimitLog log, PolicyTimeline recorded, PolicyTimeline? other, ScopeName? only = null) =>
        Assert.IsType<ReplayResult.Done>(LimitReplay.Run(log, recorded, other, only)).Report;

    private static TokenUsage Input(long tokens) => new(new Tokens(tokens), default, default, default);

    private static (long Asked, long Admitted, long Refused) Counts(UseSummary use) =>
        (use.Asked, use.Admitted, use.Refused);

    private static double Peak(UseSummary use, LimitKind kind) =>
        use.Peaks.Single(peak => peak.Limit.Kind == kind).Utilization;

    private static string Words(Difference difference) => $"{difference.Request} "
        + $"{difference.Recorded.Decision!.GetType().Name} → {difference.Replayed.Decision!.GetType().Name}";

    private static string Outcome(RequestAsked asked) => asked.Decision is RecordedDecision.Rejected rejected
        ? rejected.Binding.Kind.ToString() : asked.Decision.GetType().Name;
}
