using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Tests.Binding;

public class When_a_quantity_is_written
{
    private static readonly Dimension[] dimensions =
    [
        Bandwidth.Dimension, ByteSize.Dimension, ComputeRate.Dimension, Plimsoll.Quantities.Count.Dimension,
        Credits.Dimension, Duration.Dimension, Factor.Dimension, MicroUsd.Dimension, PerMinute.Dimension,
        Share.Dimension, TokenPrice.Dimension, Tokens.Dimension, Usd.Dimension, Watts.Dimension,
    ];

    /// <summary>An amount with three decimals and any unit of any dimension, with any spacing.</summary>
    private static readonly Gen<(Dimension Dimension, string Unit, int Thousandths, int Spaces)> written =
        from dimension in Gen.Elements(dimensions)
        from unit in Gen.Elements(dimension.Symbols.ToArray())
        from thousandths in Gen.Choose(0, 999_999_999)
        from spaces in Gen.Choose(0, 3)
        select (dimension, unit, thousandths, spaces);

    [Fact]
    public void Every_unit_of_every_dimension_is_read_back_to_the_nearest_double()
    {
        var isReadBack = Prop.ForAll(Arb.From(written), text =>
        {
            text.Dimension.TryGetScale(text.Unit, out var scale);
            var amount = text.Thousandths / 1000m;
            var problem = Read(
                $"{amount.ToString(CultureInfo.InvariantCulture)}{new string(' ', text.Spaces)}{text.Unit}",
                text.Dimension,
                out var value);
            return problem is null && value == (double)(amount * (decimal)scale);
        });

        isReadBack.Check(Config.QuickThrowOnFailure.WithReplay(20260506, 7));
    }

    [Theory]
    [InlineData("7 %", 0.07)]
    [InlineData("97%", 0.97)]
    [InlineData("0.5", 0.5)]
    public void Shares_are_the_doubles_that_a_reader_would_write(string text, double expected)
    {
        Assert.Null(Read(text, Share.Dimension, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("500k tokens/min")]
    [InlineData("500 k tokens/min")]
    [InlineData("500   k   tokens/min")]
    [InlineData("0.5M tokens/min")]
    [InlineData("5e5 tokens/min")]
    public void A_multiplier_may_stick_to_its_number(string text)
    {
        Assert.Null(Read(text, PerMinute.Dimension, out var value));
        Assert.Equal(500_000, value);
    }

    private static string? Read(string text, Dimension dimension, out double value) =>
        Scenarios.Binding.QuantityText.Read(text, dimension, out value);
}
