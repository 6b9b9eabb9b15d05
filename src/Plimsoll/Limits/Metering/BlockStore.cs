using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// Memory for the blocks of all scopes, in large chunks and at whole cache lines: a scope of a plan or a tier with one
/// class takes two. Blocks are never given back.
/// </summary>
internal sealed class BlockStore
{
    private const int LineWords = 8;
    private const int LineBytes = LineWords * sizeof(long);
    private const int ChunkLineBits = 13;
    private const int ChunkLines = 1 << ChunkLineBits;

    private Chunk[] chunks = [];
    private int used;
    private int next = 1;

    /// <summary>Whether there is any block.</summary>
    public bool HasBlocks => used > 0;

    /// <summary>First word of the block at an address.</summary>
    public ref long At(int address)
    {
        ref readonly var chunk = ref chunks[address >> ChunkLineBits];
        return ref chunk.Words[chunk.Shift + ((address & (ChunkLines - 1)) * LineWords)];
    }

    /// <summary>Starts to load the first two lines of a block, which is all that most have.</summary>
    public void Fetch(int address)
    {
        ref var block = ref At(address);
        Volatile.Read(ref block);
        Volatile.Read(ref Unsafe.Add(ref block, LineWords));
    }

    /// <summary>Address at which the block of an address stands now: blocks that grow move.</summary>
    public int Settled(int address)
    {
        ref var block = ref Block.Of(ref At(address));
        if (block.Size >= 0)
            return address;
        var last = Settled(-block.Size);

        // However often it has moved, the next who comes by the old address takes one step.
        block.Size = -last;
        return last;
    }

    /// <summary>Makes room for a block of so many words, all zero, and returns its address, which is never 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No chunk can hold it.</exception>
    public int Add(int words)
    {
        var lines = (words + LineWords - 1) / LineWords;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines, ChunkLines, nameof(words));
        var left = ChunkLines - (next & (ChunkLines - 1));
        if (used == 0 || (next & (ChunkLines - 1)) == 0 || lines > left)
            AddChunk();
        var address = next;
        next += lines;
        return address;
    }

    private void AddChunk()
    {
        // Address 0 stands for no block: the very first line of the first chunk stays empty.
        next = used == 0 ? 1 : used << ChunkLineBits;
        if (used == chunks.Length)
            Array.Resize(ref chunks, Math.Max(4, used * 2));

        var chunk = GC.AllocateArray<long>((ChunkLines * LineWords) + LineWords, pinned: true);
        var misplaced = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(chunk, 0) % LineBytes);
        chunks[used++] = new Chunk(chunk, misplaced == 0 ? 0 : (LineBytes - misplaced) / sizeof(long));
    }

    /// <summary>A piece of memory, and how many words of it lie before the first whole line.</summary>
    private readonly record struct Chunk(long[] Words, int Shift);
}
