using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>Allocation budget of the hot path: nothing, in the steady state.</summary>
public class When_a_request_is_admitted_and_settled_repeatedly
{
    private const long BytesForAll = 0;

    // More than the names that a book keeps, so that keeping them has reached its steady state as well.
    private const int Pairs = 70_000;

    private static readonly RateLimit rates = new()
    {
        Name = "rates",
        Requests = 1_000_000_000,
        Input = 1_000_000_000,
        Output = 1_000_000_000,
    };

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Reserving_and_settling_allocate_nothing(int levels, bool named)
    {
        var policy = Given.Policy(session: 1e9, week: 1e9, [Given.Allowance(WindowKind.Session, 1.5)]);
        policy = policy with
        {
            Sets = new[] { new LimitSet("rates", [rates]) }.ToFrozenDictionary(set => set.Name),
        };
        var book = new LimitBook(new PolicyTimeline([policy]));
        var path = default(ScopePath);
        foreach (var level in new[] { ScopeLevel.Organization, ScopeLevel.Workspace, ScopeLevel.Seat }.Take(levels))
            path = book.Add(path, level, new ScopeTerms(["pro", "rates"], Given.Start));
        var request = new LimitRequest
        {
            Scope = path,
            Class = book.ClassNumber(Given.Class),
            Estimate = Given.Input(1),
        };

        var clock = Given.Start;
        Assert.Equal(BytesForAll, Allocations.Of(() => clock = Run(book, request, named, clock)));
    }

    private static Instant Run(LimitBook book, LimitRequest request, bool named, Instant now)
    {
        for (var i = 0; i < Pairs; i++)
        {
            now += new Duration(1_000_000);
            var asked = named ? request with { Id = (UInt128)now.UnixNanoseconds } : request;
            if (!book.TryReserve(asked, now, out var reservation, out _))
                throw new InvalidOperationException("The limits are meant to be out of reach.");
            book.Settle(reservation, Given.Output(1), now);
        }

        return now;
    }
}
