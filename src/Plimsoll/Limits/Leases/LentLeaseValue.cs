using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>A lease as it was written.</summary>
public sealed record LentLeaseValue
{
    private LentLeaseValue()
    {
    }

    /// <summary>Name of its path.</summary>
    public required string Path { get; init; }

    /// <summary>What its gateway was told.</summary>
    public required LeaseGrant Grant { get; init; }

    /// <summary>When it expires unless somebody tells of it.</summary>
    public required Instant ExpiresAt { get; init; }

    private bool IsDrained { get; init; }

    private Instant LentUntil { get; init; }

    private LeaseSize Unsure { get; init; }

    private Instant UnsureUntil { get; init; }

    private ReadOnlyMemory<byte> Reservation { get; init; }

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
            Reservation = value[^reader.Remaining..],
        };
    }

    /// <summary>Reads its reservation into a book that has the scopes of its path.</summary>
    /// <exception cref="FormatException">The bytes are no reservation of such a path.</exception>
    public LentLease Open(LimitBook book, LeasePath path, Instant now) =>
        new(path, book.Open(path.Scope, Reservation.Span, now), Grant)
        {
            IsDrained = IsDrained,
            LentUntil = LentUntil,
            Unsure = Unsure,
            UnsureUntil = UnsureUntil,
        };
}
