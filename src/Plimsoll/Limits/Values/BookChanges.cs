using System.Buffers;

namespace Plimsoll.Limits.Values;

/// <summary>
/// What of a book has changed, as values. To be filled by <see cref="LimitBook.TakeChanges"/> again and again: once it
/// has grown to the largest batch, nothing is allocated. Its bytes are valid until it is filled again.
/// </summary>
public sealed class BookChanges
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly List<(ScopePath Path, Range Bytes)> scopes = [];
    private readonly List<(long Number, Range Bytes)> reservations = [];
    private Range course;
    private int start;

    /// <summary>Scopes that have changed, by their path, and where their bytes are.</summary>
    public IReadOnlyList<(ScopePath Path, Range Bytes)> Scopes => scopes;

    /// <summary>Reservations that began or were reported on, by <see cref="Reservation.Number"/>.</summary>
    public IReadOnlyList<(long Number, Range Bytes)> Reservations => reservations;

    /// <summary>Numbers of reservations that were told of and have ended.</summary>
    public List<long> Ended { get; } = [];

    /// <summary>Names that are to be remembered.</summary>
    public List<RememberedName> Names { get; } = [];

    /// <summary>What the book has gone through, where that has grown; else empty.</summary>
    public ReadOnlyMemory<byte> Course => bytes.WrittenMemory[course];

    /// <summary>Whether nothing has changed.</summary>
    public bool IsEmpty => scopes.Count == 0 && reservations.Count == 0 && Ended.Count == 0 && Names.Count == 0
        && Course.IsEmpty;

    /// <summary>The bytes of one value.</summary>
    public ReadOnlyMemory<byte> BytesAt(Range range) => bytes.WrittenMemory[range];

    internal void Clear()
    {
        bytes.ResetWrittenCount();
        scopes.Clear();
        reservations.Clear();
        Ended.Clear();
        Names.Clear();
        (course, start) = (..0, 0);
    }

    internal IBufferWriter<byte> Begin()
    {
        start = bytes.WrittenCount;
        return bytes;
    }

    internal void EndScope(ScopePath path) => scopes.Add((path, start..bytes.WrittenCount));

    internal void EndReservation(long number) => reservations.Add((number, start..bytes.WrittenCount));

    internal void EndCourse() => course = start..bytes.WrittenCount;
}
