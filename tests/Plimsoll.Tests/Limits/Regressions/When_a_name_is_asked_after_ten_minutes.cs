using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_name_is_asked_after_ten_minutes
{
    [Fact]
    public void It_is_a_duplicate_until_then_and_no_longer_then()
    {
        var trial = new Trial(Given.Policy()).With(ScopeLevel.Seat, "pro");
        var named = trial.Request(Given.Input(1)) with { Id = 7 };
        Assert.True(trial.Book.TryReserve(named, Trial.At(0), out var first, out _));
        trial.Book.Settle(first, Given.Input(1), Trial.At(0));
        trial.Refused<Refusal.Duplicate>(named, 599.999999999);
        Assert.True(trial.Book.TryReserve(named, Trial.At(600), out _, out _));
    }
}
