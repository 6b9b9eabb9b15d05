using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>A snapshot: every value in the order of its key, then the latest requests, oldest first.</summary>
internal static class SnapshotFile
{
    /// <summary>Writes one. Durable when it returns, but for its name.</summary>
    /// <returns>Bytes in it.</returns>
    public static long Write(
        StoreFiles files, long number, IEnumerable<StoredValue> values, IEnumerable<UInt128> requests, int expected)
    {
        using var part = new PartWriter(files.Create(FileNames.Of(FileNames.Snapshot, number)));
        part.Item(FrameKind.SnapshotStart).Number(expected);
        long count = 0;
        foreach (var value in values)
        {
            var to = part.Item(FrameKind.Values);
            to.Text(value.Key);
            to.Number(value.Version);
            to.Bytes(value.Bytes.Span);
            count++;
        }

        foreach (var request in requests)
            part.Item(FrameKind.Requests).Fixed(request);
        part.Item(FrameKind.SnapshotEnd).Number(count);
        part.Finish();
        return part.Offset;
    }

    /// <summary>Reads one whole.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="number">Its number.</param>
    /// <param name="expect">Takes about how many values there are, before the first.</param>
    /// <param name="value">Takes each value.</param>
    /// <param name="request">Takes each request.</param>
    public static void Read(
        ReadableFiles files, long number, Action<int> expect, SnapshotValue value, Action<UInt128> request)
    {
        using var part = Open(files, number);
        if (!part.Next(FrameKind.SnapshotEnd) || part.Kind != FrameKind.SnapshotStart)
            throw part.Damage(new FormatException("A snapshot begins with another frame."));
        expect(Guarded(part, () => (int)new ByteReader(part.Content).Number()));
        long count = 0;
        while (part.Next(FrameKind.SnapshotEnd))
            count += Guarded(part, () => ReadFrame(part, value, request));
        CheckCount(part, count);
    }

    /// <summary>The values of one, in the order of their keys.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="number">Its number.</param>
    /// <param name="requests">Takes the requests, after the last value.</param>
    public static IEnumerable<StoredValue> Values(ReadableFiles files, long number, List<UInt128> requests)
    {
        using var part = Open(files, number);
        var values = new List<StoredValue>();
        long count = 0;
        while (part.Next(FrameKind.SnapshotEnd))
        {
            values.Clear();
            Guarded(part, () => ReadFrame(part, Add, requests.Add));
            count += values.Count;
            foreach (var value in values)
                yield return value;
        }

        CheckCount(part, count);

        void Add(string key, long version, ReadOnlySpan<byte> bytes) =>
            values.Add(new StoredValue(key, version, bytes.ToArray()));
    }

    private static PartReader Open(ReadableFiles files, long number) =>
        new(files, FileNames.Of(FileNames.Snapshot, number));

    private static int ReadFrame(PartReader part, SnapshotValue value, Action<UInt128> request)
    {
        var from = new ByteReader(part.Content);
        var count = 0;
        switch (part.Kind)
        {
            case FrameKind.SnapshotStart:
                break;
            case FrameKind.Values:
                for (; !from.IsAtEnd; count++)
                    value(from.Text(), from.Number(), from.Bytes());
                break;
            case FrameKind.Requests:
                while (!from.IsAtEnd)
                    request(from.Fixed128());
                break;
            default:
                throw new FormatException($"A snapshot has no frame of kind {part.Kind}.");
        }

        return count;
    }

    private static void CheckCount(PartReader part, long found)
    {
        var written = Guarded(part, () => new ByteReader(part.Content).Number());
        if (written != found)
            throw part.Damage(new FormatException($"Found {found} values; {written} were written."));
    }

    private static T Guarded<T>(PartReader part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw part.Damage(e);
        }
    }
}

/// <summary>Takes a value of a snapshot.</summary>
internal delegate void SnapshotValue(string key, long version, ReadOnlySpan<byte> bytes);
