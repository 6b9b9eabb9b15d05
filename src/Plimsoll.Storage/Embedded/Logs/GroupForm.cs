using Plimsoll.Storage.Embedded.Frames;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>The form of commits that are made durable together: batches, each after its version.</summary>
internal static class GroupForm
{
    /// <summary>Writes a batch, with those of its entries that are new.</summary>
    public static void Write(ByteWriter to, long version, StoreBatch batch, ReadOnlySpan<bool> isNew)
    {
        to.Number(version);
        to.Number(batch.Changes.Length);
        foreach (var change in batch.Changes)
        {
            to.Text(change.Key);
            to.Byte(change.Bytes is null ? (byte)0 : (byte)1);
            if (change.Bytes is { } bytes)
                to.Bytes(bytes.Span);
        }

        to.Number(isNew.Count(true));
        for (var i = 0; i < isNew.Length; i++)
        {
            if (isNew[i])
                LedgerForm.Write(to, batch.Entries.ItemRef(i));
        }
    }

    /// <summary>Reads batches to the end.</summary>
    /// <exception cref="FormatException">They are malformed.</exception>
    public static void Read(ReadOnlySpan<byte> group, IGroupSink sink)
    {
        var from = new ByteReader(group);
        while (!from.IsAtEnd)
        {
            var version = from.Number();
            for (var changes = from.Count(); changes > 0; changes--)
            {
                var key = from.Text();
                if (from.Flags(1) == 0)
                    sink.Remove(key);
                else
                    sink.Put(key, version, from.Bytes());
            }

            for (var entries = from.Count(); entries > 0; entries--)
                sink.Append(LedgerForm.ReadEntry(ref from));
            sink.EndBatch(version);
        }
    }
}
