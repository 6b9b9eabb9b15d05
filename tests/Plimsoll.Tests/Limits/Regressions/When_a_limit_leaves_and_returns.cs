using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_limit_leaves_and_returns
{
    private static readonly RateLimit three = new() { Name = "all", Requests = 3, Output = 100 };

    private static Policy Version(double seconds, params LimitTerms[] limits) =>
        Trial.Policy(("set", limits)) with { EffectiveFrom = Trial.At(seconds) };

    [Fact]
    public void One_bucket_of_a_rate_limit_begins_full()
    {
        var trial = new Trial(Version(-1, three), Version(10, three with { Requests = null }), Version(11, three))
            .With(ScopeLevel.Key, "set");
        trial.Admitted(default, 0);
        Assert.Equal(0, trial.State(LimitKind.Requests, 11).Reserved);
    }

    [Fact]
    public void A_bucket_does_not_count_requests_from_before_it_came_into_force()
    {
        var trial = new Trial(Version(-1, three with { Output = null }), Version(10, three))
            .With(ScopeLevel.Key, "set");
        var early = trial.Admitted(default, 0);
        trial.Book.Report(early, Given.Output(2), Trial.At(10));
        Assert.Equal((0, 0), (Output().Used, Output().Reserved));
        trial.Book.Settle(early, Given.Output(9), Trial.At(10));
        Assert.Equal((0, 0), (Output().Used, Output().Reserved));

        LimitState Output() => trial.State(LimitKind.OutputTokens, 10);
    }

    [Fact]
    public void A_window_goes_on_with_what_was_charged_to_it()
    {
        var week = new WindowLimit { Name = "week", Window = WindowKind.Week, Limit = Credits.From(50) };
        var trial = new Trial(Version(-1, three, week), Version(10, three), Version(20, three, week))
            .With(ScopeLevel.Key, "set");
        trial.Admitted(Given.Input(7), 0);
        trial.Admitted(Given.Input(9), 10);
        Assert.Equal(Credits.From(7).Micro, trial.State(LimitKind.Week, 20).Reserved);
    }

    [Fact]
    public void What_ends_while_it_is_away_and_after_the_sets_were_changed_does_not_stay_in_it()
    {
        var few = new ConcurrencyLimit { Name = "few", Limit = 2 };
        var trial = new Trial(Version(-1, three, few), Version(10, three), Version(1000, three, few))
            .With(ScopeLevel.Key, "set");
        trial.Admitted(default, 0);
        trial.Book.Change(trial.Path, new ScopeTerms(["build", "set"]), Trial.At(11));
        var returned = trial.State(LimitKind.Concurrency, 1000);
        Assert.Equal((0, 0), (returned.Used, returned.Reserved));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_begins_unused_when_the_sets_were_changed_while_it_was_away(bool isKnownBefore)
    {
        var week = new WindowLimit { Name = "week", Window = WindowKind.Week, Limit = Credits.From(50) };
        var (with, without, again) = (Version(-1, three, week), Version(10, three), Version(20, three, week));
        var trial = (isKnownBefore ? new Trial(with, without, again) : new Trial(with, without))
            .With(ScopeLevel.Key, "set");
        trial.Book.Settle(trial.Admitted(Given.Input(7), 0), Given.Input(7), Trial.At(0));
        trial.Book.Change(trial.Path, new ScopeTerms(["build", "set"]), Trial.At(11));
        trial.Book.Adopt(new PolicyTimeline([with, without, again]), Trial.At(12));
        Assert.Equal(0, trial.States(20).Single(state => state.Kind == LimitKind.Week).Used);
    }
}
