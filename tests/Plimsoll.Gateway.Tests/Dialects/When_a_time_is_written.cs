using Plimsoll.Gateway.Dialects;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Dialects;

public class When_a_time_is_written
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(20_000_000, "20ms")]
    [InlineData(999_000_001, "1s")]
    [InlineData(1_000_000_000, "1s")]
    [InlineData(1_000_000_001, "2s")]
    [InlineData(360_000_000_000, "6m0s")]
    [InlineData(3_600_000_000_000, "1h0m0s")]
    [InlineData(604_799_000_000_000, "167h59m59s")]
    public void A_span_is_rounded_up_to_its_last_unit(long nanoseconds, string expected) =>
        Assert.Equal(expected, WireTime.Span(new Duration(nanoseconds)));

    [Fact]
    public void An_instant_is_rounded_up_to_the_second()
    {
        Assert.Equal("1970-01-01T00:00:01Z", WireTime.Rfc3339(new Instant(1)));
        Assert.Equal(1, WireTime.EpochSeconds(new Instant(1_000_000_000)));
    }
}
