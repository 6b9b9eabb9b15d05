using System.Buffers;
using System.Collections.Immutable;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <content>
/// What is entered in the ledger: requests by their names, and of a lease that ended untold what it was charged beyond
/// them. A lease says what of it the ledger has, so that ledger and limits agree whoever ends it.
/// </content>
internal sealed partial class LeaseExchange
{
    private readonly HashSet<UntoldEntries.Untold> entered = [];
    private readonly List<LedgerEntry> rests = [];

    private ImmutableArray<LedgerEntry> Enter()
    {
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>();
        entries.AddRange(rests);
        var leases = new Dictionary<string, (LeaseLine Line, UInt128 Lease)>(StringComparer.Ordinal);
        foreach (var untold in desk.Entries.Oldest(MostEntries))
        {
            if (untold.Line is not { } line)
            {
                entered.Add(untold);
                entries.Add(untold.Entry);
                continue;
            }

            // One that was settled after it was looked what is to be read goes with the next exchange.
            var key = limits.KeyOf(untold.Lease);
            if (!values.TryGetValue(key, out var value))
                continue;
            entered.Add(untold);

            // Of a lease that somebody else has ended, the ledger has all.
            if (!value.Exists && line.Used(untold.Lease) is not null)
                continue;
            entries.Add(untold.Entry);
            leases[key] = (line, untold.Lease);
        }

        foreach (var (key, (line, lease)) in leases)
        {
            if (!batch.ContainsKey(key) && line.Used(lease) is { } used && LeaseAt(key) is { Entered: not null } value)
            {
                var bytes = new ArrayBufferWriter<byte>();
                (value with { Entered = used }).Write(bytes);
                batch[key] = StoreChange.Put(key, values[key].Version, bytes.WrittenMemory);
            }
        }

        return entries.DrainToImmutable();
    }

    /// <summary>What a lease that was just opened will be entered with if it ends untold.</summary>
    private static OpenBill BillOf(LimitPath path, LentLease lease) =>
        new(default, path, lease.Reservation.Class!)
        {
            Lane = lease.Grant.Lane,
            Reported = lease.Reservation.Reported,
        };

    /// <summary>Enters what a lease was charged that ended untold, beyond what the ledger has of it.</summary>
    private void EnterRest(LentLease lease, in OpenBill bill)
    {
        if (lease.Entered is { } known
            && (bill with { Reported = bill.Reported.Without(known) }).Expired(lease.Grant.Id, now) is { } rest)
        {
            rests.Add(rest);
        }
    }

    /// <summary>A lease as the store has it; null: it has none, or one that cannot be read, which is logged.</summary>
    private LentLeaseValue? LeaseAt(string key) =>
        values.TryGetValue(key, out var value) && value.Exists ? limits.Read(value) : null;

    /// <summary>Opens a lease in the book; null: it has none, or one that cannot be read, which is logged.</summary>
    private LentLease? Open(LimitBook book, LeasePath path, string key)
    {
        try
        {
            return LeaseAt(key)?.Open(book, path, now);
        }
        catch (FormatException fault)
        {
            limits.CannotRead(key, fault);
            return null;
        }
    }
}
