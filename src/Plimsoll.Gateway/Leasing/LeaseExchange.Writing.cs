using System.Buffers;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Limits.Values;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <content>What is written of scopes, leases and names.</content>
internal sealed partial class LeaseExchange
{
    /// <summary>Writes a lease where it stands, and takes it out of the book: the store has it.</summary>
    private void Keep(LimitBook book, DeskLine line, LentLease lease, in StoredValue value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        if (lease.Write(line.Path.Name, book, bytes))
        {
            batch[value.Key] = StoreChange.Put(value.Key, value.Version, bytes.WrittenMemory);
            book.Forget(lease.Reservation);
        }
        else if (value.Exists)
        {
            batch[value.Key] = StoreChange.Remove(value.Key, value.Version);
            returned++;
        }
    }

    private void Write(LimitBook book, ReadScope scope)
    {
        var key = ScopeKey(scope.Name);
        if (scope.Path.IsOfNobody && !values[key].Exists)
            return;
        var bytes = new ArrayBufferWriter<byte>();
        book.Write(scope.Path.Scope, bytes);
        batch[key] = StoreChange.Put(key, values[key].Version, bytes.WrittenMemory);
        key = LentKey(scope.Name);
        if (!scope.Lent.IsEmpty)
        {
            bytes = new ArrayBufferWriter<byte>();
            scope.Lent.Write(bytes);
            batch[key] = StoreChange.Put(key, values[key].Version, bytes.WrittenMemory);
        }
        else if (values[key].Exists)
        {
            batch[key] = StoreChange.Remove(key, values[key].Version);
        }
    }

    private void Remember(string key, RememberedName name)
    {
        var bytes = new ArrayBufferWriter<byte>();
        name.Write(bytes);
        batch[key] = StoreChange.Put(key, values[key].Version, bytes.WrittenMemory);
    }
}
