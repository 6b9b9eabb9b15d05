using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>A lease as its gateway has it. Instants are those of the gateway's own monotonic clock.</summary>
internal sealed class HeldLease(LeaseGrant grant, Instant takenAt, Instant stopAt)
{
    /// <summary>What the authority gave.</summary>
    public LeaseGrant Grant { get; } = grant;

    /// <summary>When it came.</summary>
    public Instant TakenAt { get; } = takenAt;

    /// <summary>When it stops to admit, at the latest.</summary>
    public Instant StopAt { get; } = stopAt;

    /// <summary>Whether it admits requests.</summary>
    public bool IsAdmitting { get; set; } = true;

    /// <summary>What may still be admitted; negative where requests use more than was expected.</summary>
    public LeaseSize Left { get; set; } = grant.Size;

    /// <summary>What was admitted.</summary>
    public LeaseSize Admitted { get; set; }

    /// <summary>When the last was.</summary>
    public Instant LastAt { get; set; } = takenAt;

    /// <summary>What came of its requests.</summary>
    public LeaseTotals Totals { get; set; }

    /// <summary>Counts what the authority should know.</summary>
    public int Version { get; set; }

    /// <summary>The version that the authority knows.</summary>
    public int KnownVersion { get; set; }

    /// <summary>Since when it does not know the present one.</summary>
    public Instant ChangedAt { get; set; }

    /// <summary>When it was told last.</summary>
    public Instant KnownAt { get; set; } = takenAt;

    /// <summary>Whether a request in flight was reported on since.</summary>
    public bool IsAlive { get; set; }

    /// <summary>Whether the authority has ended it by itself.</summary>
    public bool IsGone { get; set; }

    /// <summary>Notes a change that the authority is to know of.</summary>
    public void Change(Instant now)
    {
        if (Version++ == KnownVersion)
            ChangedAt = now;
    }
}
