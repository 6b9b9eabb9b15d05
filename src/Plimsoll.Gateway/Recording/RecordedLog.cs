using System.Buffers;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Recording;

/// <summary>
/// A limit log that may be written meanwhile, read event by event so that it need not fit into memory.
/// </summary>
/// <param name="path">Path of the log.</param>
internal sealed class RecordedLog(string path)
{
    private const int LongestOpening = 128;

    private static ReadOnlySpan<byte> Opening => "\"event\":\"book_opened\""u8;

    /// <summary>
    /// Where the run of the gateway begins in which an instant lies: what was before it no longer counts. Byte, line,
    /// and how many lines there are from it on.
    /// </summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public (long At, int Line, long Count) Find(Instant since)
    {
        var (found, number, begins) = ((At: 0L, Line: 1), 0, 0L);
        foreach (var (line, ends) in Lines(0))
        {
            number++;
            if (line.Span[..Math.Min(line.Length, LongestOpening)].IndexOf(Opening) >= 0
                && LimitEventJson.Read(line.Span, []) is BookOpened opened && opened.At <= since)
            {
                found = (begins, number);
            }

            begins = ends;
        }

        return (found.At, found.Line, number - found.Line + 1);
    }

    /// <summary>The events from a place on.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is no event.</exception>
    public IEnumerable<LimitLog.Line> From(long at, int number)
    {
        foreach (var (line, _) in Lines(at))
        {
            var problems = new List<string>();
            yield return LimitEventJson.Read(line.Span, problems) is { } one
                ? new LimitLog.Line(number++, one)
                : throw new InvalidDataException($"{path}:{number}: {string.Join("; ", problems)}");
        }
    }

    /// <summary>Whole lines, and where each ends; one that is being written is left out.</summary>
    private IEnumerable<(ReadOnlyMemory<byte> Line, long Ends)> Lines(long at)
    {
        const int block = 1 << 20;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = at;
        var buffer = new ArrayBufferWriter<byte>(block);
        while (true)
        {
            var read = file.Read(buffer.GetSpan(block));
            if (read == 0)
                yield break;
            buffer.Advance(read);
            var rest = buffer.WrittenMemory;
            int end;
            while ((end = rest.Span.IndexOf((byte)'\n')) >= 0)
            {
                at += end + 1;
                if (end > 0)
                    yield return (rest[..end], at);
                rest = rest[(end + 1)..];
            }

            var next = new ArrayBufferWriter<byte>(Math.Max(block, rest.Length));
            next.Write(rest.Span);
            buffer = next;
        }
    }
}
