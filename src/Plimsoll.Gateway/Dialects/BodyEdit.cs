using System.Buffers;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Bytes of a request body to be replaced.</summary>
/// <param name="At">The bytes; empty to insert.</param>
/// <param name="With">What comes in their place.</param>
internal readonly record struct BodyEdit(Range At, ReadOnlyMemory<byte> With)
{
    /// <summary>The body with all edits made: its own bytes, with what was edited between them.</summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="edits">Edits that do not overlap.</param>
    public static ReadOnlySequence<byte> Apply(ReadOnlyMemory<byte> body, IEnumerable<BodyEdit> edits)
    {
        if (edits.TryGetNonEnumeratedCount(out var count) && count == 0)
            return new ReadOnlySequence<byte>(body);
        var parts = new Parts();
        var from = 0;
        foreach (var edit in edits.OrderBy(edit => edit.At.Start.Value))
        {
            parts.Add(body[from..edit.At.Start.Value]);
            parts.Add(edit.With);
            from = edit.At.End.Value;
        }

        parts.Add(body[from..]);
        return parts.All;
    }

    private struct Parts
    {
        private BodyPart? first;
        private BodyPart? last;

        public readonly ReadOnlySequence<byte> All => new(first!, 0, last!, last!.Memory.Length);

        public void Add(ReadOnlyMemory<byte> bytes)
        {
            last = new BodyPart(bytes, last);
            first ??= last;
        }
    }

    private sealed class BodyPart : ReadOnlySequenceSegment<byte>
    {
        public BodyPart(ReadOnlyMemory<byte> bytes, BodyPart? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
