using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint;

namespace Plimsoll.Tests.Footprint;

public class When_an_amount_is_split
{
    [Theory]
    [InlineData(100, new[] { 1.0, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(7, new[] { 1.0, 2, 0 }, new long[] { 2, 5, 0 })]
    [InlineData(0, new[] { 0.0, 0 }, new long[] { 0, 0 })]
    [InlineData(1, new[] { 1e-300, 1e300 }, new long[] { 0, 1 })]
    public void Parts_are_the_largest_remainders(long amount, double[] weights, long[] expected)
    {
        var parts = new long[weights.Length];

        Apportionment.Split(amount, weights, parts);

        Assert.Equal(expected, parts);
    }

    [Fact]
    public void Parts_add_up_to_the_joule_whatever_the_weights() => Prop.ForAll(Cases, one =>
    {
        var parts = new long[one.Weights.Length];

        Apportionment.Split(one.Amount, one.Weights, parts);

        Assert.Equal(one.Amount, parts.Sum());
        Assert.All(parts.Zip(one.Weights), part => Assert.True(
            part.First >= 0 && (part.Second > 0 || part.First == 0)));
    }).QuickCheckThrowOnFailure();

    private static readonly Arbitrary<(long Amount, double[] Weights)> Cases = (
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from smaller in Gen.Choose(0, 62)
        from first in Gen.Choose(1, 256)
        from more in Gen.Choose(0, 1_000_000).ArrayOf()
        select (
            (((long)high << 32) | (uint)low) >> smaller,
            (double[])[first, .. more.Select(weight => weight / 7.0)])).ToArbitrary();

    [Fact]
    public void An_amount_that_nothing_has_a_part_in_is_refused() =>
        Assert.Throws<ArgumentException>(() => Apportionment.Split(5, [0.0, 0.0], new long[2]));
}
