using System.Buffers;
using Plimsoll.Limits;
using Plimsoll.Limits.Values;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Keeps what a player's book says has changed, and makes another book of it.</summary>
internal sealed class Shelf(Player player)
{
    private readonly BookChanges changes = new();
    private readonly Dictionary<int, byte[]> scopes = [];
    private readonly Dictionary<long, byte[]> open = [];
    private readonly Dictionary<(NamedThing Thing, UInt128 Id), RememberedName> names = [];
    private byte[] course = [];

    /// <summary>Takes over what has changed.</summary>
    public void Note()
    {
        player.Book.TakeChanges(changes);
        foreach (var (path, bytes) in changes.Scopes)
            scopes[player.Paths.IndexOf(path)] = changes.BytesAt(bytes).ToArray();
        foreach (var (number, bytes) in changes.Reservations)
            open[number] = changes.BytesAt(bytes).ToArray();
        foreach (var number in changes.Ended)
            Assert.True(open.Remove(number));
        foreach (var name in changes.Names)
            names[(name.Thing, name.Id)] = RememberedName.Read(Written(name.Write));
        if (!changes.Course.IsEmpty)
            course = changes.Course.ToArray();
    }

    /// <summary>Another book goes on with what is kept.</summary>
    public void Restore()
    {
        var latest = player.Book.Latest;
        var before = Open();
        player.Book = new LimitBook(player.Timeline, course, latest);
        player.Book.NoteChanges();
        Read(number => scopes.GetValueOrDefault(number));
        foreach (var name in names.Values.OrderBy(name => name.At))
            player.Book.Remember(name);
        var values = open.ToDictionary();
        open.Clear();
        Read(before, reservation => values[reservation.Number]);
    }

    /// <summary>Another book, whose policy does not know the one before, goes on with what is written.</summary>
    public void MoveTo(PolicyTimeline timeline)
    {
        var book = player.Book;
        var before = Open();
        var written = player.Paths.Select(path => Written(to => book.Write(path, to))).ToList();
        var held = before.ToDictionary(at => at.Reservation, at => Written(to => book.Write(at.Reservation, to)));
        var known = book.RememberedNames().ToList();
        player.Book = new LimitBook(timeline);
        player.Book.NoteChanges();
        player.Book.Advance(book.Latest);
        Read(number => written[number]);
        foreach (var name in known)
            player.Book.Remember(name);
        open.Clear();
        Read(before, reservation => held[reservation]);
        scopes.Clear();
        for (var i = 0; i < written.Count; i++)
            scopes[i] = Written(to => player.Book.Write(player.Paths[i], to));
    }

    /// <summary>A reservation, or a scope and all that hold of it, leaves the book and comes back.</summary>
    public void Exchange(Step step)
    {
        var book = player.Book;
        var before = Open();
        if (step.Flag && player.WhichOf(step) is { } which)
            before.RemoveAll(at => at.Index != which);
        var held = before.ToDictionary(at => at.Reservation, at => Written(to => book.Write(at.Reservation, to)));
        foreach (var (_, reservation) in before)
            Assert.True(book.Forget(reservation));
        if (!step.Flag)
        {
            var path = player.Paths[player.ScopeOf(step)];
            book.Read(path, Written(to => book.Write(path, to)), book.Latest);
        }

        Read(before, reservation => held[reservation]);
    }

    private List<(int Index, Reservation Reservation)> Open()
    {
        var found = player.Reservations.Index().Where(at => at.Item.IsOpen);

        // In the order in which they expire, so that those of one instant do so as before.
        return [.. found.OrderBy(at => at.Item.ExpiresAt)];
    }

    private void Read(Func<int, byte[]?> valueOf)
    {
        var paths = player.Paths.ToList();
        player.Paths.Clear();
        for (var i = 0; i < paths.Count; i++)
        {
            var (number, level, terms) = player.Scopes[i];
            var above = number is { } place ? player.Paths[place] : default;
            player.Paths.Add(valueOf(i) is { } value
                ? player.Book.Add(above, level, value, player.Book.Latest)
                : player.Book.Add(above, level, terms));
        }
    }

    private void Read(List<(int Index, Reservation Reservation)> before, Func<Reservation, byte[]> valueOf)
    {
        // Asked of all before any is read in: afterwards they have other numbers.
        var values = before.Select(at => valueOf(at.Reservation)).ToList();
        foreach (var ((index, _), value) in before.Zip(values))
        {
            var path = player.Paths[player.Places[index]];
            player.Reservations[index] = player.Book.Open(path, value, player.Book.Latest);
        }
    }

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
