using System.Collections.Immutable;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>
/// Histories in which, at random, the book is written out and another goes on with what it wrote: no decision, no state
/// and no instant may tell. What another book reads is only what the first said has changed.
/// </summary>
public class When_random_histories_are_stored_and_read
{
    private static Tally Compare(Theme theme, int histories, params (int, Act)[] acts) => RandomHistories.Take(
        theme with { Acts = [.. theme.Acts, .. acts] }, histories, Comparison.Of);

    [Fact]
    public void A_book_goes_on_where_another_stopped()
    {
        ImmutableArray<(Theme Theme, int Histories)> all =
        [
            (Themes.Buckets, 250), (Themes.Windows, 250), (Themes.Lanes, 250), (Themes.Overage, 250),
            (Themes.Hierarchy, 200), (Themes.Lives, 300), (Themes.Changes, 300), (Themes.Everything, 300),
        ];
        Assert.All(all, at => Compare(at.Theme, at.Histories, (4, Act.Store)).AssertSeen(100, "Store "));
    }

    [Fact]
    public void Scopes_and_reservations_leave_a_book_and_come_back()
    {
        ImmutableArray<(Theme Theme, int Histories)> all =
        [
            (Themes.Windows, 200), (Themes.Overage, 200), (Themes.Lives, 250), (Themes.Changes, 250),
            (Themes.Everything, 250),
        ];
        Assert.All(all, at => Compare(at.Theme, at.Histories, (4, Act.StoreOne)).AssertSeen(100, "StoreOne "));
    }

    [Fact]
    public void A_policy_that_does_not_know_the_one_before_counts_as_adopted_when_it_reads()
    {
        ImmutableArray<(Theme Theme, int Histories)> all =
        [
            (Themes.Buckets, 200), (Themes.Windows, 200), (Themes.Changes, 300), (Themes.Everything, 300),
        ];
        Assert.All(all, at => Compare(at.Theme, at.Histories, (2, Act.StoreElsewhere), (2, Act.Adopt))
            .AssertSeen(50, "StoreElsewhere "));
    }
}
