using Plimsoll.Serving.Cache;

namespace Plimsoll.Tests.Serving.Cache;

/// <summary>
/// Plays what happens to a cache against the naive reference, and compares all that can be seen after each step. A step
/// is a number, from which its kind and its arguments are taken.
/// </summary>
internal sealed class CacheHistory(int blocks, int blockTokens, int nameBlocks)
{
    private readonly KvCache cache = new(blocks, blockTokens, blockTokens * nameBlocks);
    private readonly NaiveCache naive = new(blocks, blockTokens, nameBlocks);
    private readonly List<Live> lives = [];
    private readonly List<(long[] Names, int Prompt)> asked = [];

    public int Admitted { get; private set; }

    public int Found { get; private set; }

    public int Evicted { get; private set; }

    public int Shared { get; private set; }

    public void Play(IEnumerable<uint> steps)
    {
        foreach (var step in steps)
        {
            var (kind, argument) = (step % 8, step / 8);
            if (kind < 3)
                Admit(argument);
            else if (lives.Count > 0)
                Change(kind, lives[(int)(argument % lives.Count)], argument / 16);
            Compare();
        }

        foreach (var live in lives.ToArray())
        {
            End(live);
            Compare();
        }

        // What is left is evicted block by block: the order of the whole queue shows in what is still found.
        var drain = naive.Admit([], 1, [], 0);
        while (cache.Free > 0)
        {
            cache.Take(1);
            naive.Grow(drain, 1);
            Compare();
        }
    }

    private void Admit(uint argument)
    {
        // Prompts are paths of a tree two wide: a name stands for itself and all before it.
        var names = new long[argument % 4];
        var name = 1L;
        for (var i = 0; i < names.Length; i++)
            names[i] = name = (name * 2) + ((argument >> (4 + i)) & 1);
        var prompt = 1 + (int)((argument >> 8) % (uint)(((names.Length + 1) * nameBlocks * blockTokens) + 1));
        if (names.Length * nameBlocks * blockTokens > prompt)
            names = names[..((prompt + (nameBlocks * blockTokens) - 1) / (nameBlocks * blockTokens))];
        var generated = (int)((argument >> 16) % 3) * blockTokens / 2;
        asked.Add((names, prompt));

        var match = cache.Match(names, prompt, prompt + generated);
        var expected = naive.Match(names, prompt, prompt + generated);
        Assert.Equal(expected.Count, match.Blocks);
        Assert.Equal(expected.Count * blockTokens, match.Tokens);
        Assert.Equal(expected.Count(block => block.References == 0), match.Reclaimed);
        Found += match.Blocks;

        var needed = cache.BlocksFor(prompt + generated);
        if (needed - match.Blocks + match.Reclaimed > cache.Free)
            return;
        Admitted++;
        Shared += match.Blocks - match.Reclaimed;
        var number = cache.Hold(names, prompt, match);
        Evict(needed - match.Blocks);
        lives.Add(new(number, naive.Admit(names, prompt, expected, needed), match.Tokens));
    }

    private void Change(uint kind, Live live, uint argument)
    {
        switch (kind)
        {
            case 3 or 4:
                var limit = live.Sequence.Blocks.Count * blockTokens;
                live.Computed = Math.Min(limit, live.Computed + 1 + (int)(argument % (uint)limit));
                cache.Publish(live.Number, live.Computed);
                naive.Publish(live.Sequence, live.Computed);
                break;
            case 5 when cache.Free > 0:
                var more = 1 + (int)(argument % (uint)Math.Min(3, cache.Free));
                Evict(more);
                naive.Grow(live.Sequence, more);
                break;
            case 6 or 7:
                End(live);
                break;
            default:
                break;
        }
    }

    private void Evict(int taken)
    {
        var before = cache.Findable;
        cache.Take(taken);
        Evicted += before - cache.Findable;
    }

    private void End(Live live)
    {
        lives.Remove(live);
        cache.Release(live.Number, live.Sequence.Blocks.Count);
        naive.Release(live.Sequence);
    }

    private void Compare()
    {
        Assert.Equal(naive.Free, cache.Free);
        Assert.Equal(naive.Findable, cache.Findable);
        foreach (var (names, prompt) in asked.TakeLast(12))
        {
            var match = cache.Match(names, prompt, prompt + 1);
            var expected = naive.Match(names, prompt, prompt + 1);
            Assert.Equal(expected.Count, match.Blocks);
            Assert.Equal(expected.Count(block => block.References == 0), match.Reclaimed);
        }
    }

    private sealed class Live(int number, NaiveCache.NaiveSequence sequence, int computed)
    {
        public int Number { get; } = number;

        public NaiveCache.NaiveSequence Sequence { get; } = sequence;

        public int Computed { get; set; } = computed;
    }
}
