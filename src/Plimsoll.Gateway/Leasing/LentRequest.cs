using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A request that was admitted where a store is shared.</summary>
/// <param name="desk">Who admitted it.</param>
/// <param name="line">From what.</param>
/// <param name="handle">Which one it is there; none: it was admitted without a lease, while the store was gone.</param>
/// <param name="lease">Name of its lease.</param>
/// <param name="name">Its name.</param>
/// <param name="bill">What it will be entered in the ledger with.</param>
internal sealed class LentRequest(
    LeaseDesk desk, DeskLine line, LeasedRequest handle, UInt128 lease, UInt128 name, OpenBill bill)
{
    private bool isOver;

    /// <summary>The name that was claimed for it, which ends with it; null: it has none.</summary>
    public SharedName? Claimed { get; set; }

    private bool IsUnleased => handle == default;

    /// <inheritdoc cref="LeaseLine.Report"/>
    public bool Report(in TokenUsage soFar)
    {
        if (IsUnleased)
            return true;
        lock (desk.Gate)
            return line.Line.Report(handle, soFar, desk.Monotonic);
    }

    /// <inheritdoc cref="LeaseLine.Settle"/>
    public bool Settle(in TokenUsage actual, in Served served)
    {
        lock (desk.Gate)
        {
            var isOpen = IsUnleased ? End() : line.Line.Settle(handle, actual, desk.Monotonic);
            if (isOpen && IsUnleased)
                line.Owe(LeaseSize.One(actual));
            if (isOpen)
            {
                var entry = bill.Entry(name, actual, served, desk.StoreTime);
                desk.Entries.Add(entry, IsUnleased ? null : line.Line, lease);
            }

            // Of a lease that was ended by others, it was charged by them.
            EndName(isCharged: true);
            return isOpen;
        }
    }

    /// <inheritdoc cref="LeaseLine.Release"/>
    public bool Release()
    {
        EndName(isCharged: false);
        lock (desk.Gate)
            return IsUnleased ? End() : line.Line.Release(handle, desk.Monotonic);
    }

    private void EndName(bool isCharged)
    {
        if (Claimed is { } name)
            desk.Limits.Names.End(name, isCharged);
    }

    /// <summary>Ends one without a lease, once.</summary>
    private bool End()
    {
        if (isOver)
            return false;
        isOver = true;
        line.Unleased--;
        return true;
    }
}
