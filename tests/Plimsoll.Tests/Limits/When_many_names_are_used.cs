using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits;

public class When_many_names_are_used
{
    private const int Kept = 65_536;

    [Fact]
    public void The_last_65536_that_ended_are_remembered()
    {
        var policy = Given.Policy(session: 1e9, week: 1e9);
        var book = new LimitBook(new PolicyTimeline([policy]));
        var seat = book.Add(default, ScopeLevel.Seat, new ScopeTerms(["pro"]));
        var request = new LimitRequest
        {
            Scope = seat,
            Class = book.ClassNumber(Given.Class),
            Estimate = Given.Input(1),
        };
        for (var name = 1; name <= Kept + 1; name++)
        {
            Assert.True(book.TryReserve(request with { Id = (UInt128)name }, Given.Start, out var reservation, out _));
            book.Settle(reservation, Given.Input(1), Given.Start);
        }

        Assert.False(book.TryReserve(request with { Id = 2 }, Given.Start, out _, out var refusal));
        Assert.IsType<Refusal.Duplicate>(refusal);
        Assert.True(book.TryReserve(request with { Id = 1 }, Given.Start, out _, out _));
    }
}
