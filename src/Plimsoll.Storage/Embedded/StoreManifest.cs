using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded;

/// <summary>Which files make a store: a snapshot and parts of the ledger, and the logs from a sequence on.</summary>
/// <param name="Store">Name of the store, by which its files know each other.</param>
/// <param name="Covered">Sequence of the last group that is in the snapshot and in the ledger; 0: none.</param>
/// <param name="Version">Version of the last commit in it.</param>
/// <param name="Snapshot">Number of the snapshot; 0: there is none yet.</param>
/// <param name="SnapshotBytes">Bytes in it.</param>
/// <param name="LeastLog">Number of a log that was begun: the last has this number or a higher one.</param>
/// <param name="Ledger">Parts of the ledger.</param>
internal sealed record StoreManifest(
    UInt128 Store,
    long Covered,
    long Version,
    long Snapshot,
    long SnapshotBytes,
    long LeastLog,
    ImmutableArray<LedgerPart> Ledger)
{
    /// <summary>Version of the form of all files. A store of a later one is refused, of an earlier one read.</summary>
    public const int Format = 1;

    /// <summary>Name of its file.</summary>
    public const string Name = "manifest";

    /// <summary>Name of its file until it is complete.</summary>
    public const string NewName = "manifest.new";

    /// <summary>Names of the files that it speaks of.</summary>
    public IEnumerable<string> Names() =>
    [
        .. Snapshot > 0 ? [FileNames.Of(FileNames.Snapshot, Snapshot)] : Array.Empty<string>(),
        .. Ledger.Select(part => FileNames.Of(FileNames.Ledger, part.Number)),
    ];

    /// <summary>Reads it; null: there is none.</summary>
    /// <exception cref="StoreException">It is damaged, or of a newer version.</exception>
    public static StoreManifest? Read(ReadableFiles files)
    {
        if (!files.List().Contains(Name))
            return null;
        return StoreDamage.Guard(files, Name, () =>
        {
            using var reader = new FrameReader(files.Open(Name));
            if (reader.Read() != FrameState.Whole || reader.Kind != FrameKind.Manifest)
                throw new FormatException("It is no manifest, or damaged.");
            return Parse(files, reader.Content);
        });
    }

    /// <summary>Writes it in place of the one before. Durable when it returns.</summary>
    public void Write(StoreFiles files)
    {
        Prepare(files);
        PutInPlace(files);
    }

    /// <summary>Puts what was prepared in the place of the one before. When it fails, either may count.</summary>
    public static void PutInPlace(StoreFiles files)
    {
        files.Rename(NewName, Name);
        files.Sync();
    }

    /// <summary>Writes it beside the one that counts. When it fails, that still does.</summary>
    public void Prepare(StoreFiles files)
    {
        var to = new ByteWriter();
        var start = Frame.Begin(to);
        to.Number(Format);
        to.Fixed(Store);
        to.Number(Covered);
        to.Number(Version);
        to.Number(Snapshot);
        to.Number(SnapshotBytes);
        to.Number(LeastLog);
        to.Number(Ledger.Length);
        foreach (var part in Ledger)
        {
            to.Number(part.Number);
            to.Number(part.Entries);
            to.Fixed(part.First.UnixNanoseconds);
            to.Fixed(part.Last.UnixNanoseconds);
            to.Fixed(part.FirstHour.UnixNanoseconds);
            to.Fixed(part.LastHour.UnixNanoseconds);
            to.Number(part.SumsAt);
        }

        Frame.End(to, start, FrameKind.Manifest, Covered);
        using var file = files.Create(NewName);
        file.Append(to.Written);
        file.Sync();
    }

    private static StoreManifest Parse(ReadableFiles files, ReadOnlySpan<byte> content)
    {
        var from = new ByteReader(content);
        var format = from.Number();
        if (format != Format)
        {
            throw new StoreException(
                StoreFault.Unreadable,
                $"{files.Place}: the store has format {format}, and this version of Plimsoll reads {Format}. "
                + "Use the version that wrote it, or a later one.");
        }

        var manifest = new StoreManifest(
            from.Fixed128(), from.Number(), from.Number(), from.Number(), from.Number(), from.Number(), []);
        var parts = ImmutableArray.CreateBuilder<LedgerPart>();
        for (var left = from.Count(); left > 0; left--)
        {
            parts.Add(new LedgerPart(
                from.Number(),
                from.Number(),
                new Instant(from.Fixed()),
                new Instant(from.Fixed()),
                new Instant(from.Fixed()),
                new Instant(from.Fixed()),
                from.Number()));
        }

        from.End();
        return manifest with { Ledger = parts.ToImmutable() };
    }
}
