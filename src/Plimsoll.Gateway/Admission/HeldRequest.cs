using Plimsoll.Gateway.Leasing;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// An admitted request: a handle to what it holds, and what was decided about it, read while its book was locked.
/// <c>default</c> is none.
/// </summary>
public readonly record struct HeldRequest
{
    internal HeldRequest(int shard, in LimitRequest request, Reservation reservation)
    {
        Shard = shard;
        Reservation = reservation;
        Id = request.Id;
        IsRepeated = reservation.IsRepeated;
        Held = reservation.Held;
        Lane = reservation.Lane;
        IsOverage = reservation.IsOverage;
        ExpiresAt = reservation.ExpiresAt;
    }

    /// <summary>A request that was admitted from a lease, or without the store.</summary>
    internal HeldRequest(LentRequest lent, in LimitRequest request, LeaseGrant? lease)
    {
        Lent = lent;
        Id = request.Id;
        Held = request.Estimate;
        Lane = lease?.Lane ?? request.Lane;
        IsOverage = lease?.IsOverage ?? false;
        ExpiresAt = lease?.End ?? default;
    }

    /// <summary>Name that the request was asked with; 0: it had none.</summary>
    public UInt128 Id { get; }

    /// <summary>
    /// Whether a request of the same name was in flight already: it holds for both, and only the first may end it.
    /// </summary>
    public bool IsRepeated { get; }

    /// <summary>Tokens held at admission.</summary>
    public TokenUsage Held { get; }

    /// <summary>Lane that serves it.</summary>
    public Lane Lane { get; }

    /// <summary>Whether it is paid as overage.</summary>
    public bool IsOverage { get; }

    /// <summary>When it expires unless somebody reports on it.</summary>
    public Instant ExpiresAt { get; }

    /// <summary>How it is held where a store is shared; null: by a book alone.</summary>
    internal LentRequest? Lent { get; }

    internal int Shard { get; }

    internal Reservation Reservation { get; }
}
