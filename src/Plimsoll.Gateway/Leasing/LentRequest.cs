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
            var isOpen = IsUnleased || line.Line.Settle(handle, actual, desk.Monotonic);
            if (IsUnleased)
                line.Owe(LeaseSize.One(actual));
            if (isOpen)
            {
                var entry = bill.Entry(name, actual, served, desk.StoreTime);
                desk.Entries.Add(entry, IsUnleased ? null : line.Line, lease);
            }

            return isOpen;
        }
    }

    /// <inheritdoc cref="LeaseLine.Release"/>
    public bool Release()
    {
        if (IsUnleased)
            return true;
        lock (desk.Gate)
            return line.Line.Release(handle, desk.Monotonic);
    }
}
