using System.Text;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Metering;

public class When_a_stream_arrives_in_pieces
{
    public static TheoryData<string, string> Streams()
    {
        var data = new TheoryData<string, string>();
        foreach (var ending in new[] { "\n", "\r\n", "\r" })
        {
            data.Add("anthropic", string.Concat(Replies.AnthropicEvents(100, 9, "Not ", "m\\u00fcch ", "fürther."))
                .Replace("\n", ending, StringComparison.Ordinal));
            data.Add("openai", string.Concat(Replies.OpenAiEvents(100, 9, "Not ", "m\\u00fcch ", "fürther."))
                .Replace("\n", ending, StringComparison.Ordinal));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void It_meters_the_same_at_every_boundary_and_loses_no_byte(string dialect, string text)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF: a comment\n\n" + text);
        var whole = Read(dialect, [bytes]);
        Assert.True(whole.Meter.IsFinished);
        Assert.Equal(19, whole.Meter.ProducedBytes);
        Assert.Equal(
            dialect == "anthropic"
                ? new TokenUsage(new Tokens(100), new Tokens(3), new Tokens(7), new Tokens(9))
                : new TokenUsage(new Tokens(96), default, new Tokens(4), new Tokens(9)),
            whole.Meter.Charge(default));

        for (var cut = 1; cut < bytes.Length; cut++)
            AssertSame(Read(dialect, [bytes[..cut], bytes[cut..]]));
        AssertSame(Read(dialect, bytes.Select(b => new[] { b })));

        void AssertSame((UsageMeter Meter, byte[] Bytes) cut)
        {
            Assert.Equal(bytes, cut.Bytes);
            Assert.True(cut.Meter.IsFinished);
            Assert.Equal(whole.Meter.ProducedBytes, cut.Meter.ProducedBytes);
            Assert.Equal(whole.Meter.Charge(default), cut.Meter.Charge(default));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void It_never_charges_more_for_a_part_than_for_the_text_that_came(string dialect, string text)
    {
        var estimate = new TokenUsage(new Tokens(5), default, default, new Tokens(50));
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var end = 0; end < bytes.Length; end++)
        {
            var (meter, _) = Read(dialect, [bytes[..end]]);
            var charge = meter.Charge(estimate);
            Assert.Equal(meter.HasInput ? dialect == "anthropic" ? 100 : 96 : 5, charge.Input.Value);
            Assert.InRange(charge.Output.Value, (meter.ProducedBytes + 3) / 4, 9);
        }
    }

    [Fact]
    public void Lines_of_data_are_joined_and_everything_else_is_left_out()
    {
        var events = new SseReader();
        events.Append("id: 7\nevent: x\ndata: a\ndata:b\ndata\nretry: 1\n\n"u8);

        Assert.True(events.TryRead(out _));
        Assert.Equal("a\nb", Encoding.UTF8.GetString(events.Data));
        Assert.False(events.TryRead(out _));
    }

    [Fact]
    public void An_event_without_an_end_is_not_kept_without_a_bound()
    {
        var events = new SseReader(maxEventBytes: 8);
        events.Append("data: ab"u8);
        Assert.False(events.TryRead(out _));

        Assert.Throws<InvalidDataException>(() => events.Append("c"u8));
    }

    private static (UsageMeter Meter, byte[] Bytes) Read(string dialect, IEnumerable<byte[]> pieces)
    {
        UsageMeter meter = dialect == "anthropic" ? new AnthropicMeter() : new OpenAiMeter();
        var events = new SseReader();
        var bytes = new MemoryStream();
        foreach (var piece in pieces)
        {
            events.Append(piece);
            while (events.TryRead(out var raw))
            {
                meter.ReadEvent(events.Data);
                bytes.Write(raw);
            }
        }

        bytes.Write(events.Rest);
        return (meter, bytes.ToArray());
    }
}
