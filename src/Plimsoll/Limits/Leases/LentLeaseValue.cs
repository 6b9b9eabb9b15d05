using System.Buffers;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>A lease as it is written.</summary>
public sealed record LentLeaseValue
{
    internal LentLeaseValue()
    {
    }

    /// <summary>Name of its path.</summary>
    public required string Path { get; init; }

    /// <summary>What its gateway was told.</summary>
    public required LeaseGrant Grant { get; init; }

    /// <summary>When it expires unless somebody tells of it.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>What of it the ledger has; null: that is not known, as of one of the first version.</summary>
    public required TokenUsage? Entered { get; init; }

    internal bool IsDrained { get; init; }

    internal Instant LentUntil { get; init; }

    internal LeaseSize Unsure { get; init; }

    internal Instant UnsureUntil { get; init; }

    internal ReadOnlyMemory<byte> Reservation { get; init; }

    /// <summary>Reads all of it but the reservation.</summary>
    /// <exception cref="FormatException">The bytes are no lease.</exception>
    public static LentLeaseValue Read(ReadOnlyMemory<byte> value)
    {
        var reader = new ValueReader(value.Span, ValueKind.Lease);
        var path = reader.Text("a path");
        var grant = new LeaseGrant(
            reader.Id("a name"),
            new LeaseSize(reader.Count("requests"), reader.Usage("what it is for")),
            reader.Time("when it was given"),
            reader.Time("its end"),
            reader.Member<Lane>("a lane"),
            reader.Flag("overage"));
        return new LentLeaseValue
        {
            Path = path,
            Grant = grant,
            ExpiresAt = reader.Time("when it expires"),
            IsDrained = reader.Flag("drained"),
            LentUntil = reader.Time("until when it lends"),
            Unsure = new LeaseSize(reader.Count("requests in flight"), reader.Usage("what they hold")),
            UnsureUntil = reader.Time("until when they do"),
            Entered = reader.Version > 1 && reader.Flag("whether it is known what the ledger has")
                ? reader.Usage("what of it the ledger has")
                : null,
            Reservation = value[^reader.Remaining..],
        };
    }

    /// <summary>Writes it, to be read by whoever shares the store.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        var writer = new ValueWriter(to);
        writer.Begin(ValueKind.Lease);
        writer.Text(Path);
        writer.Id(Grant.Id);
        writer.Count(Grant.Size.Requests);
        writer.Usage(Grant.Size.Usage);
        writer.Time(Grant.At);
        writer.Time(Grant.End);
        writer.Byte((byte)Grant.Lane);
        writer.Flag(Grant.IsOverage);
        writer.Time(ExpiresAt);
        writer.Flag(IsDrained);
        writer.Time(LentUntil);
        writer.Count(Unsure.Requests);
        writer.Usage(Unsure.Usage);
        writer.Time(UnsureUntil);
        writer.Flag(Entered is not null);
        if (Entered is { } entered)
            writer.Usage(entered);
        to.Write(Reservation.Span);
    }

    /// <summary>Reads its reservation into a book that has the scopes of its path.</summary>
    /// <exception cref="FormatException">The bytes are no reservation of such a path.</exception>
    public LentLease Open(LimitBook book, LeasePath path, Instant now) =>
        new(path, book.Open(path.Scope, Reservation.Span, now), Grant)
        {
            Entered = Entered,
            IsDrained = IsDrained,
            LentUntil = LentUntil,
            Unsure = Unsure,
            UnsureUntil = UnsureUntil,
        };
}
