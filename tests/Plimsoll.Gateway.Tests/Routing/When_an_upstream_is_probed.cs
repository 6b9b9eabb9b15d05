using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Routing;

public class When_an_upstream_is_probed
{
    [Fact]
    public async Task One_that_does_not_answer_three_times_is_out_until_it_answers()
    {
        await using var fleet = await Fleet.Begin(
            1, upstream => upstream with { ProbePath = "/health" }, script: servers =>
                servers[0].Script = Replies.Status(503));
        for (var i = 1; i <= 3; i++)
        {
            await fleet.Until(0, _ => fleet.Rig.Log.Text.Split("does not answer /health").Length == i + 1);
            fleet.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await fleet.Until(0, status => status.GetProperty("state").GetString() == "down");
        using var refused = await fleet.Rig.Ask();
        Assert.Equal((529, "5"), ((int)refused.StatusCode, refused.Header("retry-after")));
        Assert.Equal([0], fleet.Seen);

        fleet.Servers[0].Script = Replies.Plain();
        fleet.Clock.Advance(TimeSpan.FromSeconds(5));
        await fleet.Until(0, status => status.GetProperty("state").GetString() == "healthy");
        Assert.Equal(200, await fleet.Ask());
    }
}
