using System.Text;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Tests.Seeds;

public class When_numbers_are_drawn
{
    private const int Times = 200_000;

    [Fact]
    public void The_generator_gives_the_published_sequence_of_xoshiro256_starstar()
    {
        var draws = new Draws(1, 2, 3, 4);
        ulong[] expected =
            [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600];
        Assert.Equal(expected, expected.Select(_ => draws.NextUInt64()));
    }

    [Fact]
    public void Keys_are_spread_by_the_published_sequence_of_SplitMix64()
    {
        var state = 1234567UL;
        Assert.Equal(6457827717110365317UL, SplitMix.Next(ref state));
        Assert.Equal(3203168211198807973UL, SplitMix.Next(ref state));
    }

    [Theory]
    [InlineData("", 0xCBF29CE484222325)]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void Names_are_hashed_by_FNV_1a(string name, ulong hash) =>
        Assert.Equal(hash, Fnv1a.Of(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Drawing_from_one_branch_moves_no_other()
    {
        var tree = SeedTree.FromSeed(7);
        var alone = tree.Stream("arrivals");
        var other = tree.Stream("failures");
        other.NextUInt64();
        var again = tree.Stream("arrivals");
        Assert.Equal(alone.NextUInt64(), again.NextUInt64());
        Assert.NotEqual(tree.Branch("1").Key, tree.Branch(1).Key);
    }

    [Theory]
    [InlineData("normal", 0, 1)]
    [InlineData("exponential", 1, 1)]
    [InlineData("gamma 0.5", 0.5, 0.5)]
    [InlineData("gamma 4", 4, 4)]
    [InlineData("log-normal", 2, 1.1361017)]
    [InlineData("below 10", 4.5, 8.25)]
    public void Mean_and_variance_are_those_of_the_law(string law, double mean, double variance)
    {
        var draws = SeedTree.FromSeed(1).Stream(law);
        var values = new double[Times];
        for (var i = 0; i < Times; i++)
            values[i] = Draw(law, ref draws);
        var found = values.Average();
        Assert.Equal(mean, found, 6 * Math.Sqrt(variance / Times));
        Assert.Equal(1, values.Average(v => (v - found) * (v - found)) / variance, 0.1);
    }

    [Fact]
    public void Ranks_come_as_often_as_Zipfs_law_says()
    {
        var draws = SeedTree.FromSeed(2).Stream();
        var law = new Zipf(100, 1);
        var counts = new int[101];
        for (var i = 0; i < Times; i++)
            counts[law.Next(ref draws)]++;
        var sum = Enumerable.Range(1, 100).Sum(k => 1.0 / k);
        for (var k = 1; k <= 100; k++)
        {
            var expected = Times / (k * sum);
            Assert.Equal(expected, counts[k], 5 * Math.Sqrt(expected));
        }
    }

    private static double Draw(string law, ref Draws draws) => law switch
    {
        "normal" => draws.NextNormal(),
        "exponential" => draws.NextExponential(),
        "gamma 0.5" => draws.NextGamma(0.5),
        "gamma 4" => draws.NextGamma(4),
        "log-normal" => draws.NextLogNormal(2, 0.5),
        _ => draws.NextBelow(10),
    };
}
