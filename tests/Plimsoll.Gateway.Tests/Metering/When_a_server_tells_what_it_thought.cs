using System.Text;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Tests.Metering;

public class When_a_server_tells_what_it_thought
{
    [Theory]
    [InlineData("'reasoning_content':'twelve bytes'")]
    [InlineData("'reasoning':'twelve bytes'")]
    [InlineData("'reasoning':'twelve bytes','reasoning_content':'twelve bytes'")]
    public void It_counts_once_by_whatever_name(string delta)
    {
        var meter = new OpenAiMeter();

        meter.ReadEvent(Encoding.UTF8.GetBytes($"{{'choices':[{{'delta':{{{delta}}}}}]}}".Replace('\'', '"')));

        Assert.Equal(12, meter.ProducedBytes);
    }
}
