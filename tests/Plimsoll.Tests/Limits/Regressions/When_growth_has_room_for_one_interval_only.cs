using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_growth_has_room_for_one_interval_only
{
    private static readonly AccelerationLimit growth = new()
    {
        Name = "growth",
        Interval = Duration.FromMinutes(1),
        Free = new Tokens(20),
        Growth = new Factor(1),
    };

    // 20 tokens a minute, of which the first request takes 100: room for 1 again after 243 s.
    private static readonly RateLimit rate = new() { Name = "rate", Input = 20 };

    private static Policy Free(long tokens, double seconds) => Trial.Policy(
        ("growth", [growth with { Free = new Tokens(tokens) }]), ("rate", [rate])) with
    {
        EffectiveFrom = Trial.At(seconds),
    };

    [Fact]
    public void A_request_that_another_limit_keeps_beyond_it_is_never_admitted()
    {
        var trial = new Trial(Free(20, -1), Free(0, 1)).With(ScopeLevel.Key, "growth", "rate");
        trial.Book.Settle(trial.Admitted(default, 0), Given.Input(100), Trial.At(0));

        // In this minute it may grow from 100 tokens, but the bucket is in debt; later there is nothing to grow from.
        Assert.Null(trial.Refused<Refusal.Rejected>(trial.Request(Given.Input(1)), 61).RetryAt);
        trial.Refused<Refusal.Rejected>(trial.Request(Given.Input(1)), 243);
    }
}
