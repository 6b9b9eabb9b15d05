using Plimsoll.Serving.Cache;

namespace Plimsoll.Tests.Serving.Cache;

/// <summary>Allocation budget: nothing, in the steady state.</summary>
public class When_a_cache_is_used_repeatedly
{
    private const int Sequences = 64;

    private readonly KvCache cache = new(blocks: 5_000, blockTokens: 16, prefixTokens: 64);
    private readonly long[][] names = [.. Enumerable.Range(0, 500).Select(prompt =>
        (long[])[prompt % 5, 100 + (prompt % 50), 1_000 + prompt])];

    private readonly int[] numbers = new int[Sequences];
    private long found;
    private int evicted;

    [Fact]
    public void Nothing_is_allocated()
    {
        Assert.Equal(0, Allocations.Of(Run));
        Assert.True(found > 0 && evicted > 0);
    }

    private void Run()
    {
        (found, evicted) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var slot = i % Sequences;
            if (numbers[slot] != 0)
                cache.Release(numbers[slot], 20);
            var prompt = names[(int)(i * 7919L % names.Length)];
            var match = cache.Match(prompt, 300, 300);
            found += match.Tokens;
            numbers[slot] = cache.Hold(prompt, 300, match);
            var before = cache.Findable;
            cache.Take(20 - match.Blocks);
            evicted += before - cache.Findable;
            cache.Publish(numbers[slot], 300);
        }
    }
}
