using System.Text;
using Plimsoll.Gateway.Metering;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Metering;

public class When_cache_writes_are_reported
{
    [Theory]
    [InlineData("'cache_creation_input_tokens':300", 300, 0)]
    [InlineData("'cache_creation_input_tokens':300,'cache_creation':{'ephemeral_5m_input_tokens':100,"
        + "'ephemeral_1h_input_tokens':200}", 100, 200)]
    [InlineData("'cache_creation':{'ephemeral_1h_input_tokens':200,'ephemeral_5m_input_tokens':100,'x':{'a':[1]}},"
        + "'cache_creation_input_tokens':300", 100, 200)]
    [InlineData("'cache_creation':{'ephemeral_1h_input_tokens':200}", 0, 200)]
    [InlineData("'cache_creation_input_tokens':300,'cache_creation':{'ephemeral_1h_input_tokens':200}", 100, 200)]
    [InlineData("'cache_creation_input_tokens':300,'cache_creation':null", 300, 0)]
    [InlineData("'cache_creation':{'ephemeral_5m_input_tokens':-1,'ephemeral_1h_input_tokens':'x'}", 0, 0)]
    public void Those_for_the_short_and_the_long_time_are_told_apart(string usage, long brief, long lasting)
    {
        var meter = new AnthropicMeter();
        var body = $"{{'type':'message','usage':{{'input_tokens':5,'output_tokens':9,{usage},"
            + "'cache_read_input_tokens':7}}";

        meter.ReadBody(Encoding.UTF8.GetBytes(body.Replace('\'', '"')));

        var expected = new TokenUsage(new(5), new(brief), new(7), new(9)) { CacheWriteLong = new(lasting) };
        Assert.Equal(expected, meter.Charge(default));
    }

    [Theory]
    [InlineData("'cached_tokens':7,'cache_write_tokens':3", 10, 3, 7)]
    [InlineData("'cache_write_tokens':3", 17, 3, 0)]
    [InlineData("'cached_tokens':15,'cache_write_tokens':9", 0, 5, 15)]
    public void Of_OpenAIs_prompt_they_are_a_part(string details, long input, long written, long read)
    {
        var meter = new OpenAiMeter();
        var body = $"{{'choices':[{{'finish_reason':'stop'}}],'usage':{{'prompt_tokens':20,'completion_tokens':9,"
            + $"'prompt_tokens_details':{{{details}}}}}}}";

        meter.ReadBody(Encoding.UTF8.GetBytes(body.Replace('\'', '"')));

        Assert.Equal(new TokenUsage(new(input), new(written), new(read), new(9)), meter.Charge(default));
    }
}
