using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>Reads and writes parts of the ledger.</summary>
internal static class LedgerFile
{
    /// <summary>Writes one. Durable when it returns, but for its name.</summary>
    /// <param name="files">Where to.</param>
    /// <param name="number">Its number.</param>
    /// <param name="entries">Entries in order.</param>
    /// <param name="sums">Sums in order, at least one.</param>
    public static LedgerPart Write(
        StoreFiles files, long number, IEnumerable<LedgerEntry> entries, IEnumerable<UsageSum> sums)
    {
        using var part = new PartWriter(files.Create(FileNames.Of(FileNames.Ledger, number)));
        long count = 0;
        Instant first = default, last = default;
        foreach (var entry in entries)
        {
            LedgerForm.Write(part.Item(FrameKind.Entries), entry);
            first = count++ == 0 ? entry.At : first;
            last = entry.At;
        }

        part.EndFrame();
        var sumsAt = part.Offset;
        Instant? firstHour = null;
        Instant lastHour = default;
        foreach (var sum in sums)
        {
            LedgerForm.Write(part.Item(FrameKind.Sums), sum);
            firstHour ??= sum.Key.Hour;
            lastHour = sum.Key.Hour;
        }

        part.Item(FrameKind.LedgerEnd).Number(count);
        part.Finish();
        return new LedgerPart(number, count, first, last, firstHour ?? default, lastHour, sumsAt);
    }

    /// <summary>Refuses a part whose end is missing, which is soon seen; the rest is read when it is wanted.</summary>
    public static void CheckThatItIsThere(ReadableFiles files, LedgerPart ledger)
    {
        using var part = Open(files, ledger);
        part.CheckEnd(FrameKind.LedgerEnd);
    }

    /// <summary>The entries of a part that lie in a period, in order.</summary>
    public static IEnumerable<LedgerEntry> Entries(ReadableFiles files, LedgerPart ledger, LedgerPeriod period)
    {
        using var part = Open(files, ledger);
        var entries = new List<LedgerEntry>();
        long count = 0;
        while (part.Next(FrameKind.LedgerEnd) && part.Kind == FrameKind.Entries)
        {
            ReadFrame(part, entries, LedgerForm.ReadEntry);
            count += entries.Count;
            if (entries[0].At >= period.To)
                yield break;
            foreach (var entry in entries.Where(entry => period.Contains(entry.At)))
                yield return entry;
        }

        if (count != ledger.Entries)
            throw part.Damage(new FormatException($"Found {count} entries; {ledger.Entries} were written."));
    }

    /// <summary>The sums of a part, in order.</summary>
    public static IEnumerable<UsageSum> Sums(ReadableFiles files, LedgerPart ledger)
    {
        using var part = Open(files, ledger);
        var sums = new List<UsageSum>();
        part.Seek(ledger.SumsAt);
        while (part.Next(FrameKind.LedgerEnd))
        {
            ReadFrame(part, sums, LedgerForm.ReadSum);
            foreach (var sum in sums)
                yield return sum;
        }
    }

    private static PartReader Open(ReadableFiles files, LedgerPart ledger) =>
        new(files, FileNames.Of(FileNames.Ledger, ledger.Number));

    private static void ReadFrame<T>(PartReader part, List<T> to, ReadItem<T> read)
    {
        to.Clear();
        var from = new ByteReader(part.Content);
        try
        {
            do
            {
                to.Add(read(ref from));
            }
            while (!from.IsAtEnd);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw part.Damage(e);
        }
    }

    private delegate T ReadItem<T>(ref ByteReader from);
}
