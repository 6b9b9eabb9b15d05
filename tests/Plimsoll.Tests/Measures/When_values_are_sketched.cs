using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Measures;

public sealed class When_values_are_sketched
{
    private static readonly double[] Shares = [0, 0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void It_answers_quantiles_within_its_stated_error() => Prop.ForAll(Values, values =>
    {
        var sketch = Of(values);
        var sorted = values.Order().ToArray();
        foreach (var share in Shares)
        {
            var exact = sorted[Math.Max(1, (int)Math.Ceiling(share * sorted.Length)) - 1];
            var found = sketch.Quantile(share);
            var error = Math.Abs((double)found - exact);
            Assert.True(error <= exact * QuantileSketch.RelativeError, $"{share}: {found} for {exact}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_keeps_count_sum_least_and_greatest_exactly() => Prop.ForAll(Values, values =>
    {
        var sketch = Of(values);
        Assert.Equal(values.Length, sketch.Count);
        Assert.Equal(values.Aggregate(Int128.Zero, (sum, value) => sum + value), sketch.Sum);
        Assert.Equal(values.Min(), sketch.Min);
        Assert.Equal(values.Max(), sketch.Max);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_does_not_matter_in_which_order_or_parts_they_came() => Prop.ForAll(Values, values =>
    {
        var parts = values.Index().GroupBy(v => v.Index % 3).Select(g => Of(g.Select(v => v.Item).Reverse())).Reverse();
        var merged = new QuantileSketch();
        foreach (var part in parts)
            merged.Add(part);
        AssertSame(Of(values), merged);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_knows_what_share_lies_up_to_a_value() => Prop.ForAll(Values, values =>
    {
        var sketch = Of(values);
        foreach (var value in values)
        {
            var share = sketch.ShareUpTo(value);
            Assert.InRange(share * values.Length, values.Count(v => v <= value) - 1e-6,
                values.Count(v => v <= value * (1 + (2 * QuantileSketch.RelativeError))) + 1e-6);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_tells_apart_what_was_added_since_a_copy() => Prop.ForAll(Values, Values, (before, after) =>
    {
        var sketch = Of(before);
        var earlier = sketch.Copy();
        foreach (var value in after)
            sketch.Add(value);
        var rest = sketch.Since(earlier);
        Assert.Equal((after.Length, Of(after).Sum), (rest.Count, rest.Sum));
        Assert.InRange(rest.Quantile(0.5), Of(after).Quantile(0.5) * 0.995, Of(after).Quantile(0.5) * 1.005);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_only_value_since_a_copy_is_answered_within_the_stated_error()
    {
        var sketch = Of([5_000_000]);
        var earlier = sketch.Copy();
        sketch.Add(66_047);

        var found = sketch.Since(earlier).Quantile(0.5);

        Assert.InRange(Math.Abs(found - 66_047), 0, 66_047 * QuantileSketch.RelativeError);
    }

    [Fact]
    public void It_adds_a_line_of_steps_as_it_adds_them_one_by_one() => Prop.ForAll(Lines, line =>
    {
        var (first, perStep, steps, weight) = line;
        var (whole, single) = (new QuantileSketch(), new QuantileSketch());
        whole.AddLine(new FineTime(first), new FineTime(perStep), steps, weight);
        for (var step = 0; step < steps; step++)
            single.Add((new FineTime(first) + (new FineTime(perStep) * step)).Whole.Nanoseconds, weight);
        AssertSame(single, whole);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Theory]
    [InlineData(0, 0, 1_000_000_000_000)]
    [InlineData(65_536, 0, 3_000_000_000)]
    [InlineData(65_536, 1, 3_000_000_000)]
    [InlineData(long.MaxValue / 4, 1L << 40, 1_000_000)]
    public void It_adds_lines_whose_sums_are_beyond_64_bits(long first, long perStep, long steps)
    {
        // Cut in two, so that other numbers come in.
        var (whole, halves) = (new QuantileSketch(), new QuantileSketch());
        whole.AddLine(new FineTime(first), new FineTime(perStep), steps);
        halves.AddLine(new FineTime(first), new FineTime(perStep), steps / 2);
        halves.AddLine(new FineTime(first + (perStep * (steps / 2))), new FineTime(perStep), steps - (steps / 2));
        AssertSame(halves, whole);
    }

    [Fact]
    public void It_refuses_steps_shorter_than_nothing() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new QuantileSketch().AddLine(new FineTime(100), new FineTime(-60), 3));

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(long.MaxValue)]
    public void It_takes_the_ends_of_its_range(long value)
    {
        var sketch = Of([value, value, value]);
        Assert.Equal((value, value, value), (sketch.Min, sketch.Quantile(0.5), sketch.Max));
    }

    [Fact]
    public void It_is_empty_when_cleared()
    {
        var sketch = Of([1, 2, 3_000_000]);
        sketch.Clear();
        AssertSame(new QuantileSketch(), sketch);
        Assert.Equal((0, 0.0), (sketch.Quantile(0.5), sketch.Mean));
    }

    [Fact]
    public void It_allocates_nothing_once_its_pages_are_there()
    {
        var sketch = Of([1_000, 1_000_000, 1_000_000_000]);
        sketch.AddLine(new FineTime(65_536_000_000), new FineTime(70_000), 20_000);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var turn = 0; turn < 1000; turn++)
            {
                sketch.Add(1_000_000 + turn);
                sketch.AddLine(new FineTime(65_536_000_000), new FineTime(70_000), 20_000);
                sketch.Quantile(0.99);
            }
        }));
    }

    private static Arbitrary<long[]> Values { get; } = (
        from length in Gen.Choose(1, 300)
        from bits in Gen.Choose(1, 62)
        from values in Number(bits).ArrayOf(length)
        select values).ToArbitrary();

    private static Arbitrary<(long First, long PerStep, int Steps, int Weight)> Lines { get; } = (
        from bits in Gen.Choose(1, 44)
        from low in Number(bits)
        from slopeBits in Gen.Choose(0, 34)
        from slope in Number(slopeBits)
        from falls in Gen.Elements(false, true)
        from steps in Gen.Choose(0, 600)
        from weight in Gen.Choose(0, 5)
        select falls && steps > 0
            ? (low + (slope * (steps - 1)), -slope, steps, weight) : (low, slope, steps, weight)).ToArbitrary();

    private static Gen<long> Number(int bits) =>
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select (((long)high << 31) | (long)low) & ((1L << bits) - 1);

    private static QuantileSketch Of(IEnumerable<long> values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }

    private static void AssertSame(QuantileSketch expected, QuantileSketch actual)
    {
        Assert.Equal(
            (expected.Count, expected.Sum, expected.Min, expected.Max),
            (actual.Count, actual.Sum, actual.Min, actual.Max));
        for (var share = 0; share <= 200; share++)
            Assert.Equal(expected.Quantile(share / 200.0), actual.Quantile(share / 200.0));
    }
}
