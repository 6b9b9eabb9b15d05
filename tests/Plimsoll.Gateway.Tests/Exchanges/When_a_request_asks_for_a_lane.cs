using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_request_asks_for_a_lane
{
    [Theory]
    [InlineData(Question.Messages, "auto", "priority")]
    [InlineData(Question.Messages, "standard_only", "standard")]
    [InlineData(Question.Chat, "priority", "priority")]
    [InlineData(Question.Chat, "default", "standard")]
    [InlineData(Question.Chat, "flex", "standard")]
    [InlineData(Question.Chat, "unheard-of", "standard")]
    public async Task It_is_told_which_one_served_it(string path, string tier, string lane)
    {
        await using var rig = await Reserved().Begin();

        using var response = await rig.Post(path, Body(tier));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(lane, response.Header("plimsoll-lane"));
        Assert.Equal(Body(tier), Assert.Single(rig.Upstream.Seen).Body);
    }

    [Theory]
    [InlineData(Question.Messages, "auto", "standard_only")]
    [InlineData(Question.Chat, "priority", "default")]
    public async Task It_falls_to_the_standard_lane_also_upstream_when_the_reserved_one_is_full(
        string path, string tier, string standard)
    {
        await using var rig = await Reserved().Begin();
        using var first = await rig.Post(path, Body(tier));

        using var second = await rig.Post(path, Body(tier));

        Assert.Equal(("priority", "standard"), (first.Header("plimsoll-lane"), second.Header("plimsoll-lane")));
        Assert.Equal([Body(tier), Body(standard)], rig.Upstream.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task A_key_without_a_reserved_lane_is_served_on_the_standard_one()
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post(Question.Messages, Body("auto"));

        Assert.Equal("standard", response.Header("plimsoll-lane"));
        Assert.Equal(Body("auto"), Assert.Single(rig.Upstream.Seen).Body);
    }

    private static KeyBunch Reserved() =>
        new KeyBunch().Plan("one", "pro", new KeyPlace("acme", null, "alice", ["priority-lane"]));

    private static string Body(string tier) => Question.Body()
        .Replace("\"max_tokens\"", $"\"service_tier\":\"{tier}\",\"max_tokens\"", StringComparison.Ordinal);
}
