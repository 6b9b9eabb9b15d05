using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Names the blocks of a text as it is read. Each name follows from all text up to the block's end, so that what begins
/// alike has the same first names. The names are a keyed hash: nobody outside can make two texts that share one. A
/// mutable struct: pass it by reference.
/// </summary>
internal struct PromptBlocks
{
    /// <summary>Bytes of a block: some 250 tokens.</summary>
    public const int BlockBytes = 1024;

    /// <summary>Blocks of one text that are named at most: what comes later is not needed to know it again.</summary>
    public const int Most = 64;

    private static readonly (ulong Head, ulong Step) Key = NewKey();

    private ulong state;
    private int filled;
    private int count;
    private long[] names;

    /// <summary>Blocks of a text that is empty yet.</summary>
    public static PromptBlocks Begin() => new() { state = Key.Head, names = [] };

    /// <summary>
    /// The names of a prompt: of what is said once for all of it, and then of its turns, which mean another thing after
    /// another beginning, and to another model.
    /// </summary>
    public static ReadOnlyMemory<long> Chain(string model, in PromptBlocks setting, in PromptBlocks turns)
    {
        var count = setting.count + turns.count;
        if (count == 0)
            return default;
        var chained = new long[count];
        var start = Mixed(Key.Step, MemoryMarshal.AsBytes(model.AsSpan()));
        for (var i = 0; i < setting.count; i++)
            chained[i] = Joined(setting.names[i], start);
        start ^= setting.state;
        for (var i = 0; i < turns.count; i++)
            chained[setting.count + i] = Joined(turns.names[i], start);
        return chained;
    }

    /// <summary>Takes the next piece of the text, which must be cut in the same way each time.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        while (count < Most && !text.IsEmpty)
        {
            var piece = text[..Math.Min(text.Length, BlockBytes - filled)];
            text = text[piece.Length..];
            state = Mixed(state, piece);
            filled += piece.Length;
            if (filled < BlockBytes)
                continue;
            filled = 0;
            if (count == names.Length)
                Array.Resize(ref names, Math.Min(Most, Math.Max(8, 2 * count)));
            unchecked
            {
                names[count++] = (long)state;
            }
        }
    }

    private static ulong Mixed(ulong from, ReadOnlySpan<byte> bytes)
    {
        var mixed = from ^ (ulong)bytes.Length;
        while (bytes.Length >= 2 * sizeof(ulong))
        {
            mixed = Folded(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ Key.Step,
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]) ^ mixed);
            bytes = bytes[(2 * sizeof(ulong))..];
        }

        Span<byte> rest = stackalloc byte[2 * sizeof(ulong)];
        rest.Clear();
        bytes.CopyTo(rest);
        return Folded(
            BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ Key.Step,
            BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ulong)..]) ^ mixed);
    }

    private static long Joined(long name, ulong start)
    {
        unchecked
        {
            return (long)Folded((ulong)name ^ Key.Head, start ^ Key.Step);
        }
    }

    /// <summary>Both halves of the product in one.</summary>
    private static ulong Folded(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static (ulong Head, ulong Step) NewKey()
    {
        Span<byte> random = stackalloc byte[2 * sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        return (
            BinaryPrimitives.ReadUInt64LittleEndian(random),
            BinaryPrimitives.ReadUInt64LittleEndian(random[sizeof(ulong)..]) | 1);
    }
}
