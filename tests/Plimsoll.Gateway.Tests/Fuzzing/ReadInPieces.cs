using System.Text;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>A stream as the gateway reads it: its events, and what they say was used.</summary>
internal sealed class ReadInPieces
{
    private readonly List<byte> raw = [];

    private ReadInPieces(Dialect dialect) => Meter = dialect.NewMeter();

    public UsageMeter Meter { get; }

    /// <summary>Data of the events that had any; Latin-1, so that no two differ in bytes alone.</summary>
    public List<string> Events { get; } = [];

    /// <summary>All bytes that went out.</summary>
    public byte[] Raw => [.. raw];

    public static ReadInPieces Of(Dialect dialect, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> splits)
    {
        var read = new ReadInPieces(dialect);
        using var reader = new SseReader();
        var from = 0;
        foreach (var split in splits)
        {
            read.Take(reader, bytes[from..split]);
            from = split;
        }

        read.Take(reader, bytes[from..]);
        read.End(reader);
        return read;
    }

    public static ReadInPieces Singly(Dialect dialect, ReadOnlySpan<byte> bytes)
    {
        var read = new ReadInPieces(dialect);
        using var reader = new SseReader();
        for (var i = 0; i < bytes.Length; i++)
            read.Take(reader, bytes.Slice(i, 1));
        read.End(reader);
        return read;
    }

    private void Take(SseReader reader, ReadOnlySpan<byte> piece)
    {
        reader.Append(piece);
        while (reader.TryRead(out var whole))
        {
            raw.AddRange(whole);
            Note(reader);
        }
    }

    private void End(SseReader reader)
    {
        raw.AddRange(reader.Rest);
        reader.ReadRest();
        Note(reader);
    }

    private void Note(SseReader reader)
    {
        if (!reader.Data.IsEmpty)
            Events.Add(Encoding.Latin1.GetString(reader.Data));
        Meter.ReadEvent(reader.Data);
    }
}
