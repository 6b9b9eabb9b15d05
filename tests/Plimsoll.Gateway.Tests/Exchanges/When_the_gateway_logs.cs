using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_the_gateway_logs
{
    [Fact]
    public async Task Neither_keys_nor_prompts_nor_answers_are_in_it()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(text: "the-answer");
        await Ask("the-prompt");
        rig.Upstream.Script = Replies.Stream(Replies.AnthropicEvents(1, 1, "the-answer"));
        await Ask("the-prompt");
        rig.Upstream.Script = Replies.Status(500, "the-answer");
        await Ask("the-prompt");
        rig.Upstream.Script = Replies.Status(400, "the-answer");
        await Ask("the-prompt");
        await Ask("the-prompt \\ud800");

        var log = rig.Log.Text;
        Assert.Contains("test claude-sonnet-5: charged", log, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Key, log, StringComparison.Ordinal);
        Assert.DoesNotContain("upstream-secret", log, StringComparison.Ordinal);
        Assert.DoesNotContain("the-prompt", log, StringComparison.Ordinal);
        Assert.DoesNotContain("the-answer", log, StringComparison.Ordinal);

        async Task Ask(string prompt)
        {
            var body = Question.Body().Replace("How far?", prompt, StringComparison.Ordinal);
            using var response = await rig.Post(Question.Messages, body);
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }
}
