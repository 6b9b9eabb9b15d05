using Plimsoll.Limits;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Values;

public class When_changes_are_noted
{
    private const long BytesForAll = 0;
    private const int Pairs = 20_000;
    private readonly Kept kept = new();
    private readonly BookChanges changes = new();

    [Fact]
    public void What_has_changed_is_told_once()
    {
        kept.Book.TakeChanges(changes);
        Assert.Equal([kept.Organization, kept.Path], changes.Scopes.Select(scope => scope.Path).Order(ByLevel));
        Assert.Equal([kept.Held.Number], changes.Reservations.Select(reservation => reservation.Number));
        Assert.Equal(
            [NamedThing.Reset, NamedThing.Grant, NamedThing.Request, NamedThing.Reset],
            changes.Names.Select(name => name.Thing));
        Assert.False(changes.Course.IsEmpty);

        kept.Book.TakeChanges(changes);
        Assert.True(changes.IsEmpty);
    }

    [Fact]
    public void A_request_that_comes_and_goes_in_between_leaves_only_its_scopes()
    {
        kept.Book.TakeChanges(changes);
        kept.Book.Release(kept.Reserve(3), Given.Start);
        kept.Book.TakeChanges(changes);
        Assert.Equal(2, changes.Scopes.Count);
        Assert.Empty(changes.Reservations);
        Assert.Empty(changes.Ended);
    }

    [Fact]
    public void The_end_of_a_request_that_was_told_of_is_told_too()
    {
        kept.Book.TakeChanges(changes);
        var number = kept.Held.Number;
        kept.Book.Settle(kept.Held, Given.Output(1), Given.Start);
        kept.Book.TakeChanges(changes);
        Assert.Equal([number], changes.Ended);
    }

    [Fact]
    public void Noting_and_taking_allocate_nothing_in_the_steady_state()
    {
        kept.Book.Release(kept.Held, Given.Start);
        var now = Given.Start;
        Assert.Equal(BytesForAll, Allocations.Of(() =>
        {
            for (var i = 0; i < Pairs; i++)
            {
                now += Duration.FromSeconds(1);
                var reservation = kept.Reserve(default, now);
                kept.Book.TakeChanges(changes);
                kept.Book.Release(reservation, now);
            }

            kept.Book.TakeChanges(changes);
        }));
    }

    [Fact]
    public void A_book_with_scopes_cannot_begin_to_note()
    {
        var book = new LimitBook(kept.Timeline);
        book.Add(default, ScopeLevel.Key, new ScopeTerms(["pro"]));
        Assert.Throws<InvalidOperationException>(book.NoteChanges);
        Assert.Throws<InvalidOperationException>(() => book.TakeChanges(changes));
    }

    private static Comparer<ScopePath> ByLevel { get; } =
        Comparer<ScopePath>.Create((left, right) => left.Lowest!.Value.CompareTo(right.Lowest!.Value));
}
