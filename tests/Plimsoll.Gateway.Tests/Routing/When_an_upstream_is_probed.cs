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
        await UntilProbed(fleet, "down");
        Assert.InRange(fleet.Rig.Log.Text.Split("does not answer /health").Length - 1, 3, int.MaxValue);
        using var refused = await fleet.Rig.Ask();
        Assert.Equal((529, "5"), ((int)refused.StatusCode, refused.Header("retry-after")));
        Assert.Equal([0], fleet.Seen);

        fleet.Servers[0].Script = Replies.Plain();
        await UntilProbed(fleet, "healthy");
        Assert.Equal(200, await fleet.Ask());
    }

    /// <summary>
    /// Lets time pass: a probe is due five seconds after the last was answered, whenever that is. Not too fast: it
    /// passes for a probe under way too, which is to be answered in time.
    /// </summary>
    private static async Task UntilProbed(Fleet fleet, string state) => await fleet.Until(0, status =>
    {
        fleet.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return status.GetProperty("state").GetString() == state;
    });
}
