using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_an_amount_is_beyond_counting
{
    private const long Huge = 1L << 62;

    private static readonly RateLimit rate = new() { Name = "rate", Requests = 60, Input = 600 };

    private static readonly WindowLimit session = new()
    {
        Name = "session",
        Window = WindowKind.Session,
        Limit = Credits.From(100),
    };

    private static Trial Rated() => new Trial(Trial.Policy(("own", [rate, session]))).With(ScopeLevel.Seat, "own");

    [Fact]
    public void An_estimate_that_overflows_gives_nothing_back_of_what_was_used_before()
    {
        var trial = Rated();
        trial.Book.Settle(trial.Admitted(Given.Input(5), 0), Given.Input(5), Trial.At(0));

        Assert.Throws<OverflowException>(() => trial.Book.TryReserve(
            trial.Request(Given.Input(Huge)), Trial.At(0), out _, out _));

        Assert.Equal([1, 5, 5_000_000], trial.States(0).Select(state => state.Used));
    }

    [Fact]
    public void An_estimate_that_overflows_changes_no_other_account()
    {
        var trial = Rated();
        trial.Book.Release(trial.Admitted(Given.Input(5), 0), Trial.At(0));
        var other = trial.Book.Add(default, ScopeLevel.Seat, new ScopeTerms(["own"]));

        Assert.Throws<OverflowException>(() => trial.Book.TryReserve(
            trial.Request(Given.Input(Huge)) with { Scope = other }, Trial.At(0), out _, out _));

        Assert.Equal([0, 0, 0], trial.States(0).Select(state => state.Used));
        trial.Admitted(Given.Input(5), 0);
    }

    [Fact]
    public void A_report_that_overflows_leaves_the_book_alive()
    {
        var trial = Rated();
        var reservation = trial.Admitted(Given.Input(5), 0);

        Assert.Throws<OverflowException>(
            () => trial.Book.Report(reservation, Given.Input(Huge), Trial.At(1)));

        trial.Book.Advance(Trial.At(3600));
        Assert.Equal(0, trial.Book.OpenCount);
    }

    [Fact]
    public void A_usage_that_one_scope_cannot_count_is_charged_at_none()
    {
        var burning = new RateLimit
        {
            Name = "burning",
            Input = 1_000_000_000_000,
            Burn = TokenBurn.Metered with { Output = 15_000_000 },
        };
        var trial = new Trial(Trial.Policy(("plain", [rate with { Requests = null }]), ("own", [burning])))
            .With(ScopeLevel.Organization, "plain").With(ScopeLevel.Key, "own");
        var reservation = trial.Admitted(Given.Input(10), 0);
        var usage = Given.Input(500) with { Output = new Tokens(700_000_000_000) };

        Assert.Throws<OverflowException>(() => trial.Book.Settle(reservation, usage, Trial.At(0)));

        Assert.True(reservation.IsOpen);
        Assert.Equal([0, 0], trial.States(0).Select(state => state.Used));
        Assert.Equal([10, 10], trial.States(0).Select(state => state.Reserved));
    }

    [Fact]
    public void A_sum_that_overflows_is_charged_nowhere()
    {
        var wide = session with { Limit = new Credits(long.MaxValue) };
        var trial = new Trial(Trial.Policy(("own", [rate with { Input = 10_000_000_000_000 }, wide])))
            .With(ScopeLevel.Seat, "own");
        var (first, second) = (trial.Admitted(Given.Input(1), 0), trial.Admitted(Given.Input(1), 0));
        var usage = Given.Input(5_000_000_000_000);
        Assert.True(trial.Book.Settle(first, usage, Trial.At(0)));
        var before = trial.States(0);

        Assert.Throws<OverflowException>(() => trial.Book.Settle(second, usage, Trial.At(0)));

        Assert.Equal(before, trial.States(0));
        Assert.True(trial.Book.Release(second, Trial.At(0)));
    }

    [Fact]
    public void A_meter_tells_what_more_is_in_flight_than_a_word_of_millionths_holds()
    {
        var wide = new RateLimit { Name = "wide", Input = 20_000_000_000_000 };
        var trial = new Trial(Trial.Policy(("own", [wide]))).With(ScopeLevel.Organization, "own");
        trial.Admitted(Given.Input(5_000_000_000_000), 0);
        trial.Admitted(Given.Input(5_000_000_000_000), 0);

        Assert.Equal(10_000_000_000_000, trial.State(LimitKind.InputTokens, 0).Reserved);
    }

    [Fact]
    public void A_request_that_would_outlive_time_holds_nothing()
    {
        var one = new ConcurrencyLimit { Name = "one", Limit = 1 };
        var trial = new Trial(Trial.Policy(("own", [one]))).With(ScopeLevel.Key, "own");
        var end = new Instant(long.MaxValue) - Duration.FromMinutes(1);

        Assert.Throws<OverflowException>(() => trial.Book.TryReserve(
            trial.Request(Given.Input(1)), end, out _, out _));

        Assert.Equal(0, trial.Book.States(trial.Path, null, end).Single().Used);
    }
}
