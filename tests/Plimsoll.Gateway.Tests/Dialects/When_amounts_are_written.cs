using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Dialects;

public class When_amounts_are_written
{
    [Theory]
    [InlineData(0, 0, "0", "0")]
    [InlineData(655, 0, "0.655", "65.5")]
    [InlineData(655, 102, "0.757", "75.7")]
    [InlineData(999_999, 0, "999.999", "99999.9")]
    [InlineData(1020, 0, "1.02", "102")]
    public void Utilization_is_a_fraction_of_1_in_headers_and_percent_in_documents(
        long used, long reserved, string fraction, string percent)
    {
        var state = State(LimitKind.Session, 1000, used, reserved);

        Assert.Equal(fraction, WireAmount.Text(WireAmount.Fraction(state)));
        Assert.Equal(percent, WireAmount.Text(WireAmount.Percent(state)));
    }

    [Fact]
    public void Utilization_reads_1_only_where_nothing_is_left()
    {
        var almost = State(LimitKind.Session, 1_000_000_000, 999_999_999, 0);

        Assert.Equal("0.9999", WireAmount.Text(WireAmount.Fraction(almost)));
        Assert.Equal("99.99", WireAmount.Text(WireAmount.Percent(almost)));
        Assert.Equal("1", WireAmount.Text(WireAmount.Fraction(State(LimitKind.Session, 0, 0, 0))));
    }

    [Theory]
    [InlineData(30_000, 22_200, "8000")]
    [InlineData(30_000, 22_501, "7000")]
    [InlineData(30_000, 22_500, "8000")]
    [InlineData(600, 0, "600")]
    [InlineData(600, 200, "0")]
    [InlineData(600, 700, "0")]
    public void Tokens_left_are_told_to_the_nearest_thousand_and_never_above_the_limit(
        long limit, long used, string expected) =>
        Assert.Equal(expected, WireAmount.Text(WireAmount.RoundedTokens(State(LimitKind.InputTokens, limit, used, 0))));

    [Fact]
    public void Credits_and_dollars_are_told_in_their_unit_exactly()
    {
        Assert.Equal(0.000001m, WireAmount.InUnit(LimitKind.Week, 1));
        Assert.Equal(12.345678m, WireAmount.InUnit(LimitKind.Spend, 12_345_678));
        Assert.Equal(12_345_678m, WireAmount.InUnit(LimitKind.OutputTokens, 12_345_678));
    }

    [Theory]
    [InlineData("2050", 20_500_000)]
    [InlineData("0", 0)]
    [InlineData("0.0001", 1)]
    [InlineData("-12.5", -125_000)]
    public void Money_is_exact_between_cents_and_millionths_of_a_dollar(string cents, long micro)
    {
        var amount = decimal.Parse(cents, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(new MicroUsd(micro), WireAmount.FromCents(amount));
        Assert.Equal(amount, WireAmount.Cents(new MicroUsd(micro)));
    }

    [Theory]
    [InlineData("0.00001")]
    [InlineData("99999999999999999999")]
    public void Money_that_cannot_be_kept_exactly_is_none(string cents) => Assert.Null(
        WireAmount.FromCents(decimal.Parse(cents, System.Globalization.CultureInfo.InvariantCulture)));

    private static LimitState State(LimitKind kind, long limit, long used, long reserved) => new()
    {
        Kind = kind,
        Level = ScopeLevel.Seat,
        Set = "any",
        Terms = new ConcurrencyLimit { Name = "any", Limit = limit },
        Limit = limit,
        Used = used,
        Reserved = reserved,
    };
}
