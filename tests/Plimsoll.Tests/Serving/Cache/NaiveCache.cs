namespace Plimsoll.Tests.Serving.Cache;

/// <summary>
/// The reference for <c>KvCache</c>: a list of blocks, a dictionary from what a block holds to the block, and a linked
/// list of free blocks, one block at a time.
/// </summary>
internal sealed class NaiveCache
{
    private readonly int blockTokens;
    private readonly int nameBlocks;
    private readonly LinkedList<Block> free = [];
    private readonly Dictionary<(long Name, int Index), Block> found = [];

    public NaiveCache(int blocks, int blockTokens, int nameBlocks)
    {
        (this.blockTokens, this.nameBlocks) = (blockTokens, nameBlocks);
        for (var i = 0; i < blocks; i++)
            free.AddLast(new Block());
    }

    public int Free => free.Count;

    public int Findable => found.Count;

    public List<Block> Match(long[] names, int prompt, int tokens)
    {
        List<Block> match = [];
        for (var i = 0; i < (tokens - 1) / blockTokens && KeyOf(names, prompt, i) is { } key; i++)
        {
            if (!found.TryGetValue(key, out var block))
                break;
            match.Add(block);
        }

        return match;
    }

    public NaiveSequence Admit(long[] names, int prompt, List<Block> match, int blocks)
    {
        var sequence = new NaiveSequence(names, prompt);
        foreach (var block in match)
        {
            if (block.References++ == 0)
                free.Remove(block);
            sequence.Blocks.Add(block);
        }

        Grow(sequence, blocks - match.Count);
        return sequence;
    }

    public void Grow(NaiveSequence sequence, int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            var block = free.First!.Value;
            free.RemoveFirst();
            if (block.Key is { } key)
                found.Remove(key);
            block.Key = null;
            block.References = 1;
            sequence.Blocks.Add(block);
        }
    }

    public void Publish(NaiveSequence sequence, int computed)
    {
        var whole = computed / blockTokens;
        for (var start = sequence.Published; start < whole; start += nameBlocks)
        {
            var end = Math.Min(whole, start + nameBlocks);
            for (var i = start; i < end && KeyOf(sequence.Names, sequence.Prompt, i) is { } key; i++)
            {
                // Others' blocks of the name that it does not hold: it shares nothing more of this name for now.
                if (found.TryGetValue(key, out var there) && there != sequence.Blocks[i])
                    break;
                sequence.Blocks[i].Key = key;
                found[key] = sequence.Blocks[i];
            }

            if (whole >= Math.Min(start + nameBlocks, sequence.Prompt / blockTokens))
                sequence.Published = start + nameBlocks;
        }
    }

    public void Release(NaiveSequence sequence)
    {
        for (var i = sequence.Blocks.Count - 1; i >= 0; i--)
        {
            if (--sequence.Blocks[i].References == 0)
                free.AddLast(sequence.Blocks[i]);
        }
    }

    private (long, int)? KeyOf(long[] names, int prompt, int block) =>
        block / nameBlocks < names.Length && block < prompt / blockTokens
            ? (names[block / nameBlocks], block % nameBlocks)
            : null;

    internal sealed class Block
    {
        public (long, int)? Key { get; set; }

        public int References { get; set; }
    }

    internal sealed record NaiveSequence(long[] Names, int Prompt)
    {
        public List<Block> Blocks { get; } = [];

        public int Published { get; set; }
    }
}
