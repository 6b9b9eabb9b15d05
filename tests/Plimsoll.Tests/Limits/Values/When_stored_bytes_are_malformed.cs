using Plimsoll.Limits;
using Plimsoll.Limits.Values;

namespace Plimsoll.Tests.Limits.Values;

/// <summary>
/// What is stored has no sum of its own: the store checks its bytes. Even so no damage may pass for another structure,
/// throw anything else or leave a trace.
/// </summary>
public class When_stored_bytes_are_malformed
{
    private readonly Kept kept = new();

    [Fact]
    public void A_value_that_is_cut_off_anywhere_is_refused_and_says_where()
    {
        foreach (var (value, read) in All())
        {
            for (var length = 0; length < value.Length; length++)
            {
                var problem = Assert.Throws<FormatException>(() => read(value[..length]));
                Assert.Contains("at byte", problem.Message, StringComparison.Ordinal);
            }

            Assert.Throws<FormatException>(() => read([.. value, 0]));
        }
    }

    [Fact]
    public void A_byte_that_is_changed_is_refused_or_another_amount()
    {
        foreach (var (value, read) in All())
        {
            var refused = 0;
            for (var at = 0; at < value.Length; at++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    var damaged = value.ToArray();
                    damaged[at] ^= (byte)(1 << bit);
                    refused += IsRefused(() => read(damaged)) ? 1 : 0;
                }
            }

            Assert.True(refused > value.Length / 2, $"Only {refused} of {value.Length * 8} were refused.");
        }
    }

    [Fact]
    public void A_value_of_another_kind_or_of_a_later_form_is_refused_by_name()
    {
        var value = kept.ValueOf(kept.Path);
        var problem = Assert.Throws<FormatException>(() => RememberedName.Read(value));
        Assert.Contains("found a value of kind 1; expected kind 4, Name", problem.Message, StringComparison.Ordinal);
        value[0] = 2;
        var (book, path) = kept.Again();
        problem = Assert.Throws<FormatException>(() => book.Read(path, value, Given.Start));
        Assert.Contains("found version 2; expected at most version 1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        var (book, path) = kept.Again();
        var before = book.States(path, null, Given.Start);
        var reservation = kept.ValueOf(kept.Held);
        Assert.Throws<FormatException>(() => book.Open(path, reservation.AsSpan(0, 90), Given.Start));
        Assert.Throws<FormatException>(() => book.Read(path, kept.ValueOf(kept.Path).AsSpan(0, 90), Given.Start));
        Assert.Equal(before, book.States(path, null, Given.Start));
        Assert.Equal(0, book.OpenCount);
    }

    private IEnumerable<(byte[] Value, Action<byte[]> Read)> All()
    {
        yield return (kept.ValueOf(kept.Path), ReadScope);
        yield return (kept.ValueOf(kept.Held), ReadReservation);
        yield return (kept.Course, value => _ = new LimitBook(kept.Timeline, value, Given.Start));
        yield return (
            Kept.Written(new RememberedName(NamedThing.Grant, 7, Given.Start).Write),
            value => RememberedName.Read(value));
    }

    /// <summary>What was read is a value again, which can be read.</summary>
    private void ReadScope(byte[] value)
    {
        var (book, path) = kept.Again();
        book.Read(path, value, Given.Start);
        var written = Kept.Written(to => book.Write(path, to));
        book.Read(path, written, Given.Start);
    }

    private void ReadReservation(byte[] value)
    {
        var (book, path) = kept.Again();
        var reservation = book.Open(path, value, Given.Start);
        if (reservation.IsOpen)
            book.Release(reservation, Given.Start);
    }

    private static bool IsRefused(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
