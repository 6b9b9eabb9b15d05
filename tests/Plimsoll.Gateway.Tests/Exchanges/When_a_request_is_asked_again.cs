using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_request_is_asked_again
{
    [Theory]
    [InlineData(Question.Messages, "conflict_error")]
    [InlineData(Question.Chat, "duplicate_request")]
    public async Task It_is_not_charged_twice(string path, string error)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 100, output: 0);
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "one");

        using var first = await rig.Ask(path);
        using var again = await rig.Ask(path);

        Assert.Equal((200, 409), ((int)first.StatusCode, (int)again.StatusCode));
        Assert.Equal(error, (await again.Error()).Name);
        Assert.Equal("false", again.Header("x-should-retry"));
        Assert.Single(rig.Upstream.Seen);
        Assert.Equal((100m, 0m), await rig.Session());
    }

    [Fact]
    public async Task One_that_is_in_flight_is_told_so_and_keeps_its_hold()
    {
        await using var rig = await GatewayRig.Begin();
        var (arrived, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            arrived.SetResult();
            await leave.Task;
            await Replies.Plain(input: 100, output: 0)(http);
        };
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "one");
        var first = rig.Ask();
        await arrived.Task;

        using var again = await rig.Ask();

        Assert.Equal(409, (int)again.StatusCode);
        Assert.Contains("is in flight", (await again.Error()).Message, StringComparison.Ordinal);
        Assert.Equal((0m, 102m), await rig.Session());
        leave.SetResult();
        using var served = await first;
        Assert.Equal((100m, 0m), await rig.Session());
    }

    [Fact]
    public async Task One_that_failed_before_any_output_is_served()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Status(500);
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "one");
        using var failed = await rig.Ask();
        rig.Upstream.Script = Replies.Plain(input: 100, output: 0);

        using var again = await rig.Ask();

        Assert.Equal((500, 200), ((int)failed.StatusCode, (int)again.StatusCode));
        Assert.Equal((100m, 0m), await rig.Session());
    }

    [Fact]
    public async Task The_same_name_of_another_key_is_another_request()
    {
        var keys = new KeyBunch().Plan("alice", "pro").Plan("bob", "pro");
        await using var rig = await keys.Begin();
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "one");
        using var alice = await rig.Ask();
        rig.Use(keys["bob"]);

        using var bob = await rig.Ask();

        Assert.Equal((200, 200), ((int)alice.StatusCode, (int)bob.StatusCode));
    }
}
