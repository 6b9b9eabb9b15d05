using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Dialects;

public class When_a_spend_limit_is_reached
{
    [Fact]
    public async Task That_of_a_tier_is_a_429_without_retry_after_that_says_its_code()
    {
        await using var rig = await Spent(new KeyBunch().Tier("acme", "capped"));

        using var refused = await rig.Ask();

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("", refused.Header("retry-after"));
        Assert.Equal("false", refused.Header("x-should-retry"));
        using var json = JsonDocument.Parse(
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal("rate_limit_error", error.GetProperty("type").GetString());
        Assert.Equal(
            "enforced_spend_limit_reached", error.GetProperty("details").GetProperty("error_code").GetString());
        Assert.Contains("2026-06-01 00:00 UTC", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme", "You have reached your specified API usage limits")]
    [InlineData("acme/research", "You have reached your specified workspace API usage limits")]
    public async Task One_that_an_organization_set_itself_is_a_400(string scope, string begins)
    {
        await using var rig = await Spent(new KeyBunch()
            .Tier("one", "start", new KeyPlace("acme", "research")).Limit(scope, "own-cap"));

        using var refused = await rig.Ask();

        Assert.Equal(400, (int)refused.StatusCode);
        var (name, message) = await refused.Error();
        Assert.Equal("invalid_request_error", name);
        Assert.StartsWith(begins, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_the_operator_is_a_429_that_says_when_it_is_back()
    {
        await using var rig = await Spent(new KeyBunch()
            .Tier("one", "start", new KeyPlace("acme", null, "alice")).Limit("acme/alice", "operator-cap"));

        using var refused = await rig.Ask();

        Assert.Equal(429, (int)refused.StatusCode);
        var (name, message) = await refused.Error();
        Assert.Equal("billing_error", name);
        Assert.StartsWith("spend limit reached (daily; resets 2026-05-07 00:00 UTC)", message);
        Assert.Equal("false", refused.Header("x-should-retry"));

        // From 12:03:00.25 to midnight.
        Assert.Equal("43020", refused.Header("retry-after"));
        rig.Clock.Advance(TimeSpan.FromSeconds(43_020));
        using var served = await rig.Ask();
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task OpenAI_clients_are_told_that_their_quota_is_spent()
    {
        await using var rig = await Spent(new KeyBunch().Tier("acme", "capped"));

        using var refused = await rig.Ask(Question.Chat);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("insufficient_quota", (await refused.Error()).Name);
    }

    private static async Task<GatewayRig> Spent(KeyBunch keys)
    {
        var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 0, output: 40);
        using var served = await rig.Ask();
        Assert.Equal(200, (int)served.StatusCode);
        return rig;
    }
}
