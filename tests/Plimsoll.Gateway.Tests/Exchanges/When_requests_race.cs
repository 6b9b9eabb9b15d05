using System.Net;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_requests_race
{
    [Fact]
    public async Task They_do_not_all_pass_where_only_some_fit()
    {
        await using var rig = await GatewayRig.Begin();
        const int asked = 40;
        var (refused, full) = (0, new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            await full.Task;
            await Replies.Plain(input: 2, output: 20)(http);
        };

        // Each holds 2 tokens of input and 20 of output: 102 credits, of a session of 1,000. The tenth overshoots.
        var answers = await Task.WhenAll(Enumerable.Range(0, asked).Select(async _ =>
        {
            using var response = await rig.Ask();
            if (response.StatusCode == HttpStatusCode.TooManyRequests && Interlocked.Increment(ref refused) == 30)
                full.SetResult();
            return response.StatusCode;
        }));

        Assert.Equal(10, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal((1020m, 0m), await rig.Session());
    }
}
