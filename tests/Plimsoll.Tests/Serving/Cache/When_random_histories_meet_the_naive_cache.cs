using FsCheck;
using FsCheck.Fluent;

namespace Plimsoll.Tests.Serving.Cache;

public class When_random_histories_meet_the_naive_cache
{
    private const ulong Seed = 20260506;

    [Theory]
    [InlineData(8, 4, 1)]
    [InlineData(24, 4, 1)]
    [InlineData(12, 4, 3)]
    [InlineData(40, 4, 3)]
    [InlineData(60, 16, 8)]
    [InlineData(200, 2, 8)]
    public void All_that_can_be_seen_is_the_same_down_to_the_last_block(int blocks, int blockTokens, int nameBlocks)
    {
        var (admitted, found, evicted, shared) = (0, 0, 0, 0);
        var steps = Gen.Choose(0, int.MaxValue).Select(number => (uint)number).ArrayOf(120);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(600).WithReplay(Seed, 20260513, 0),
            Prop.ForAll(Arb.From(steps, Shrinks), history =>
            {
                var played = new CacheHistory(blocks, blockTokens, nameBlocks);
                played.Play(history);
                admitted += played.Admitted;
                found += played.Found;
                evicted += played.Evicted;
                shared += played.Shared;
            }));

        Assert.True(admitted > 1000, $"{admitted} admitted");
        Assert.True(found > 1000, $"{found} blocks found");
        Assert.True(evicted > 500, $"{evicted} blocks evicted");
        Assert.True(shared > 200, $"{shared} blocks found while others held them");
    }

    private static IEnumerable<uint[]> Shrinks(uint[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
                yield return [.. steps[..start], .. steps[(start + size)..]];
        }
    }
}
