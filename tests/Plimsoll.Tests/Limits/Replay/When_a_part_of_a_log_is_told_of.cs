using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Replay;

public class When_a_part_of_a_log_is_told_of
{
    private static readonly PolicyTimeline strict = Recorded.Timeline(Recorded.Policy());

    private static readonly PolicyTimeline doubled = Recorded.Timeline(Recorded.Policy(2000));

    [Fact]
    public void A_policy_that_was_adopted_holds_from_then_on_for_what_was_enforced_and_not_for_the_other()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(1, "a", Input(1000));
        recorded.Ask(2, "b", Recorded.Alice, Input(100));
        recorded.Adopt(3, doubled);
        recorded.Ask(4, "c", Recorded.Alice, Input(500));

        var report = Run(recorded, since: null, strict);

        Assert.Empty(report.Unfaithful);
        Assert.Equal(["c Admitted → Rejected"], report.Differences.Select(Words));
        Assert.Equal((3, 2, 1), Counts(report.Total.Recorded));
    }

    [Fact]
    public void What_happened_before_an_instant_counts_for_the_limits_and_not_for_the_report()
    {
        var recorded = new Recorded(strict);
        recorded.Ask(0, "a", Recorded.Alice, Input(1000));
        recorded.Settle(1, "a", Input(1000));
        recorded.Ask(2, "b", Recorded.Alice, Input(100));
        recorded.Ask(10, "c", Recorded.Alice, Input(100));
        recorded.Ask(11, "d", Recorded.Bob, Input(100));

        var report = Run(recorded, Recorded.After(10), doubled);

        Assert.Equal(["c Rejected → Admitted"], report.Differences.Select(Words));
        Assert.Equal((2, 1, 1), Counts(report.Total.Recorded));
        Assert.Equal((Recorded.After(10), Recorded.After(11)), (report.From, report.To));
        Assert.Equal(["acme/alice", "acme/bob"], report.Users.Select(user => user.User.Text));
    }

    private static ReplayReport Run(Recorded recorded, Instant? since, PolicyTimeline other) =>
        Assert.IsType<ReplayResult.Done>(LimitReplay.Run(recorded.Log.Lines, strict, other, only: null, since)).Report;

    private static TokenUsage Input(long tokens) => new(new Tokens(tokens), default, default, default);

    private static string Words(Difference difference) => $"{difference.Request} "
        + $"{difference.Recorded.Decision!.GetType().Name} → {difference.Replayed.Decision!.GetType().Name}";

    private static (long Asked, long Admitted, long Refused) Counts(UseSummary use) =>
        (use.Asked, use.Admitted, use.Refused);
}
