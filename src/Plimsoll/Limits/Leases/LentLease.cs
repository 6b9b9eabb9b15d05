using System.Buffers;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>A lease as the authority has it: a reservation for many requests.</summary>
/// <param name="path">Where it is charged.</param>
/// <param name="reservation">What it holds.</param>
/// <param name="grant">What its gateway was told.</param>
public sealed class LentLease(LeasePath path, Reservation reservation, LeaseGrant grant)
{
    /// <summary>Where it is charged.</summary>
    public LeasePath Path { get; } = path;

    /// <summary>What its gateway was told.</summary>
    public LeaseGrant Grant { get; } = grant;

    /// <summary>What it holds.</summary>
    public Reservation Reservation { get; } = reservation;

    /// <summary>What of it the ledger has; null: that is not known.</summary>
    public TokenUsage? Entered { get; set; } = default(TokenUsage);

    /// <summary>Whether it is known what of it will not be used.</summary>
    internal bool IsDrained { get; set; }

    /// <summary>Until when it lends all of it.</summary>
    internal Instant LentUntil { get; set; }

    /// <summary>What of it may still be given back: all of it, or what its requests in flight hold.</summary>
    internal LeaseSize Unsure { get; set; }

    /// <summary>Until when.</summary>
    internal Instant UnsureUntil { get; set; }

    /// <summary>Writes it, with its reservation, to be read by whoever shares the store.</summary>
    /// <param name="name">Name of its path.</param>
    /// <param name="book">The book that has the reservation.</param>
    /// <param name="to">Where to.</param>
    /// <returns>False, and nothing is written, when it has ended.</returns>
    public bool Write(string name, LimitBook book, IBufferWriter<byte> to)
    {
        var reservation = new ArrayBufferWriter<byte>();
        if (!book.Write(Reservation, reservation))
            return false;
        new LentLeaseValue
        {
            Path = name,
            Grant = Grant,
            ExpiresAt = Reservation.ExpiresAt,
            Entered = Entered,
            IsDrained = IsDrained,
            LentUntil = LentUntil,
            Unsure = Unsure,
            UnsureUntil = UnsureUntil,
            Reservation = reservation.WrittenMemory,
        }.Write(to);
        return true;
    }
}
