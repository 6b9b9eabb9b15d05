using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_request_is_named
{
    private const string Name = "plimsoll-request";

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task Every_answer_tells_the_name_that_a_limit_log_has_and_refusals_do_too(string path)
    {
        await using var rig = await GatewayRig.Begin();
        var names = new List<string>();
        using var served = await rig.Ask(path);
        using var malformed = await rig.Post(path, "{");
        rig.Upstream.Script = Replies.Status(500);
        using var failed = await rig.Ask(path);
        rig.Use("plm-wrong");
        using var unknown = await rig.Ask(path);

        foreach (var answer in new[] { served, malformed, failed, unknown })
        {
            names.Add(answer.Header(Name));
            Assert.Matches("^[0-9a-f]{32}$", names[^1]);
            Assert.Contains($" {names[^1]} ", rig.Log.Text, StringComparison.Ordinal);
        }

        Assert.Equal(4, names.Distinct().Count());
    }

    [Fact]
    public async Task One_that_is_asked_again_keeps_its_name()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "a");
        using var first = await rig.Ask();
        using var again = await rig.Ask();

        Assert.Equal(409, (int)again.StatusCode);
        Assert.Equal(first.Header(Name), again.Header(Name));
    }
}
