using Plimsoll.Serving.Cache;

namespace Plimsoll.Tests.Serving.Cache;

/// <summary>Worked by hand: blocks of 16 tokens, names of 32.</summary>
public class When_prefixes_are_shared
{
    private static readonly long[] first = [1, 2];
    private static readonly long[] second = [1, 3];

    private readonly KvCache cache = new(blocks: 10, blockTokens: 16, prefixTokens: 32);

    [Fact]
    public void It_finds_whole_blocks_up_to_where_prompts_part()
    {
        Start(first, 70, 5);

        Assert.Equal(new PrefixMatch(2, 32, 0), cache.Match(second, 70, 70));
        Assert.Equal(new PrefixMatch(4, 64, 0), cache.Match(first, 70, 70));
        Assert.Equal(default, cache.Match([3, 2], 70, 70));
    }

    [Fact]
    public void It_leaves_a_token_of_the_prompt_to_compute()
    {
        Start(first, 64, 4);

        Assert.Equal(48, cache.Match(first, 64, 64).Tokens);
        Assert.Equal(64, cache.Match(first, 64, 65).Tokens);
    }

    [Fact]
    public void A_last_name_that_the_prompt_ends_within_shares_its_whole_blocks()
    {
        Start(first, 50, 4);

        Assert.Equal(48, cache.Match(first, 50, 50).Tokens);
        Assert.Equal(3, cache.Findable);
    }

    [Fact]
    public void It_counts_a_shared_block_once()
    {
        var one = Start(first, 64, 5);
        var two = Start(second, 64, 5);
        Assert.Equal(10 - 5 - 3, cache.Free);

        cache.Release(one, 5);
        Assert.Equal(10 - 5, cache.Free);
        cache.Release(two, 5);
        Assert.Equal(10, cache.Free);
        Assert.Equal(6, cache.Findable);
    }

    [Fact]
    public void It_evicts_unused_blocks_then_what_was_freed_first_and_tails_before_heads()
    {
        var one = Start(first, 64, 5);
        var two = Start([7], 32, 2);
        cache.Release(one, 5);
        cache.Release(two, 2);

        // Three blocks were never used and one was the first sequence's fifth, which nobody can find.
        cache.Take(4);
        Assert.Equal((64, 32), Found());
        cache.Take(1);
        Assert.Equal((48, 32), Found());
        cache.Take(2);
        Assert.Equal((16, 32), Found());
        cache.Take(2);
        Assert.Equal((0, 16), Found());
    }

    [Fact]
    public void What_is_found_again_is_evicted_later()
    {
        var one = Start(first, 64, 4);
        var two = Start([7], 32, 2);
        cache.Release(one, 4);
        cache.Release(two, 2);
        cache.Release(Start(first, 33, 3), 3);

        // Three were never used; the tail that was not found again goes before the other sequence.
        cache.Take(3 + 2);
        Assert.Equal((32, 32), Found());
        cache.Take(2);
        Assert.Equal((32, 0), Found());
        cache.Take(2);
        Assert.Equal((16, 0), Found());
    }

    [Fact]
    public void Of_two_that_compute_the_same_the_second_keeps_its_own()
    {
        var one = cache.Hold(first, 64, default);
        var two = cache.Hold(first, 64, default);
        cache.Take(8);
        cache.Publish(one, 64);
        cache.Publish(two, 64);
        Assert.Equal(4, cache.Findable);

        cache.Release(two, 4);
        Assert.Equal(6, cache.Free);
        Assert.Equal(0, cache.Match(first, 64, 65).Reclaimed);
    }

    [Fact]
    public void A_preempted_sequence_finds_its_prompt_but_not_what_it_generated()
    {
        var sequence = Start(first, 40, 3);
        cache.Take(2);
        cache.Publish(sequence, 80);
        cache.Release(sequence, 5);

        Assert.Equal(new PrefixMatch(2, 32, 2), cache.Match(first, 40, 80));
    }

    [Fact]
    public void More_than_is_free_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Take(11));
        Assert.Equal(10, cache.Free);
    }

    [Fact]
    public void Without_names_it_only_counts()
    {
        var plain = new KvCache(10, 16, prefixTokens: 0);
        var sequence = plain.Hold(first, 64, plain.Match(first, 64, 64));
        plain.Take(4);
        plain.Publish(sequence, 64);

        Assert.Equal(0, sequence);
        Assert.Equal(6, plain.Free);
        Assert.Equal(0, plain.Findable);
        plain.Release(sequence, 4);
        Assert.Equal(10, plain.Free);
    }

    private (int First, int Other) Found() => (cache.Match(first, 64, 65).Tokens, cache.Match([7], 32, 33).Tokens);

    private int Start(long[] names, int prompt, int blocks)
    {
        var match = cache.Match(names, prompt, prompt);
        var sequence = cache.Hold(names, prompt, match);
        cache.Take(blocks - match.Blocks);
        cache.Publish(sequence, prompt);
        return sequence;
    }
}
