using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_book_is_used_wrongly
{
    private static readonly ConcurrencyLimit few = new() { Name = "few", Limit = 5 };

    private static Trial Counted() => new Trial(Trial.Policy(("own", [few]))).With(ScopeLevel.Key, "own");

    [Fact]
    public void A_reservation_of_another_book_is_not_its_own()
    {
        var (one, other) = (Counted(), Counted());
        var reservation = one.Admitted(Given.Input(1), 0);
        other.Admitted(Given.Input(1), 0);

        Assert.False(other.Book.Settle(reservation, Given.Input(1), Trial.At(0)));
        Assert.Equal((1, 1), (one.Book.OpenCount, other.Book.OpenCount));
    }

    [Fact]
    public void A_lane_that_does_not_exist_is_refused()
    {
        var trial = Counted();
        var request = trial.Request(Given.Input(1)) with { Lane = (Lane)3 };

        Assert.Throws<ArgumentOutOfRangeException>(() => trial.Book.TryReserve(request, Trial.At(0), out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => trial.Book.Explain(request, Trial.At(0)));
    }

    [Fact]
    public void A_level_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentException>(() => Counted().Book.Add(default, (ScopeLevel)9, new ScopeTerms([])));

    [Fact]
    public void A_set_that_is_named_twice_counts_once()
    {
        var trial = new Trial(Trial.Policy(("own", [few]))).With(ScopeLevel.Key, "own", "own");
        trial.Admitted(Given.Input(1), 0);

        Assert.Equal(1, Assert.Single(trial.States(0)).Reserved);
    }

    [Fact]
    public void Reading_an_unknown_class_shows_nothing() =>
        Assert.Empty(Counted().Book.States(Counted().Path, "nobody-knows-it", Trial.At(0)));

    [Fact]
    public void A_scope_with_more_rate_limits_than_a_request_can_note_is_refused()
    {
        ImmutableArray<LimitTerms> many =
            [.. Enumerable.Range(0, 17).Select(i => new RateLimit { Name = $"rate-{i}", Requests = 5 })];
        var trial = new Trial(Trial.Policy(("many", [.. many])));

        var found = Assert.Throws<ArgumentException>(() => trial.With(ScopeLevel.Key, "many"));
        Assert.Contains("17 rate limits", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_cannot_be_enforced_is_not_adopted()
    {
        var trial = Counted();
        var quick = new RateLimit { Name = "quick", Requests = 1, Period = new Duration(5) };
        var wrong = Trial.Policy(("own", [few with { Limit = -1 }, quick])) with { SessionGrid = Duration.Zero };

        var found = Assert.Throws<ArgumentException>(
            () => trial.Book.Adopt(new PolicyTimeline([wrong]), Trial.At(0)));

        Assert.Contains("session grid", found.Message, StringComparison.Ordinal);
        Assert.Contains("own, limit few", found.Message, StringComparison.Ordinal);
        Assert.Contains("own, limit quick", found.Message, StringComparison.Ordinal);
        trial.Admitted(Given.Input(1), 1);
    }

    [Fact]
    public void Overage_of_two_sets_on_one_scope_is_switched_on_together()
    {
        var spent = new WindowLimit { Name = "week", Window = WindowKind.Week, Limit = default };
        var trial = new Trial(Trial.Policy(
            ("own", [spent, new OverageTerms { Name = "overage" }]), ("more", [new OverageTerms { Name = "more" }])))
            .With(ScopeLevel.Seat, "own", "more");

        Assert.True(trial.Book.SetOverage(trial.Path, true, null, new MicroUsd(long.MaxValue), Trial.At(0)));
        Assert.True(trial.Book.SetConsent(trial.Path, true, Trial.At(0)));

        Assert.True(trial.Admitted(Given.Input(1), 0).IsOverage);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => trial.Book.SetOverage(trial.Path, true, new MicroUsd(-1), null, Trial.At(0)));
    }

    [Fact]
    public void A_grant_for_other_sets_is_not_usable()
    {
        var trial = Counted();
        var grant = new ResetGrant(
            "grant", "Grant", 1, Trial.At(-1), Trial.At(1), new ResetOrder([], ["others"]));

        Assert.False(trial.Book.StateOf(trial.Path, grant, Trial.At(0)).IsUsable);
        Assert.Equal(ResetResult.Ineligible, trial.Book.UseGrant(trial.Path, grant, 1, Trial.At(0)));
    }
}
