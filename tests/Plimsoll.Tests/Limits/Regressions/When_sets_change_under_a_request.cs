using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_sets_change_under_a_request
{
    private static readonly Policy before = Trial.Policy(
        ("caps", [new ConcurrencyLimit { Name = "inflight", Limit = 2 }]), ("more", []));

    private static void Change(Trial trial, double seconds, params ImmutableArray<string> sets) =>
        trial.Book.Change(trial.Path, new ScopeTerms(sets), Trial.At(seconds));

    [Fact]
    public void It_stays_in_flight_and_gives_its_place_back_when_it_ends()
    {
        var trial = new Trial(before).With(ScopeLevel.Key, "caps");
        var held = trial.Admitted(default, 0);
        Change(trial, 1, "caps", "build", "more");
        Assert.Equal((0, 1), (InFlight().Used, InFlight().Reserved));
        trial.Book.Settle(held, default, Trial.At(1));
        Assert.Equal((0, 0), (InFlight().Used, InFlight().Reserved));

        LimitState InFlight() => trial.State(LimitKind.Concurrency, 1);
    }

    [Fact]
    public void It_stays_in_flight_also_when_another_policy_was_adopted_before()
    {
        var trial = new Trial(Given.Rates()).With(ScopeLevel.Key, "build");
        trial.Admitted(Given.Input(12), 0);
        trial.Book.Adopt(new PolicyTimeline([Given.Rates(input: 601)]), Trial.At(0));
        Change(trial, 0, "build");
        var input = trial.States(0).Single(at => at.Kind == LimitKind.InputTokens && at.Class == Given.Class);
        Assert.Equal((0, 12), (input.Used, input.Reserved));
    }

    [Fact]
    public void It_is_taken_back_once_when_it_expires_under_a_later_version()
    {
        var patient = Given.Policy() with { ReservationLife = Duration.FromHours(6) };
        var hasty = Given.Policy(session: 1001) with
        {
            EffectiveFrom = Trial.At(100),
            ReservationLife = Duration.FromMinutes(2),
        };
        var trial = new Trial(patient, hasty).With(ScopeLevel.Seat, "pro");
        trial.Admitted(Given.Input(3), 0);
        trial.Admitted(Given.Input(4), 100);
        Change(trial, 100, "pro");
        trial.Book.Advance(Trial.At(22_000));
        Assert.Equal((0, 0), (trial.State(LimitKind.Week, 22_000).Used, trial.State(LimitKind.Week, 22_000).Reserved));
    }
}
