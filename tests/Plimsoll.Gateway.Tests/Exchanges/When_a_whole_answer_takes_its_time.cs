using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_whole_answer_takes_its_time
{
    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task It_is_charged_though_it_came_after_its_reservation_would_have_expired(string path)
    {
        var policy = TestPolicy.Version with { ReservationLife = Duration.FromMinutes(1) };
        await using var rig = await GatewayRig.Begin(with: options => options with { Timeline = new([policy]) });
        var (arrived, answers) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            arrived.SetResult();
            await answers.Task;
            await Replies.Plain()(http);
        };
        var asked = rig.Ask(path);
        await arrived.Task;

        for (var i = 0; i < 20; i++)
            rig.Clock.Advance(TimeSpan.FromSeconds(15));
        answers.SetResult();

        using var response = await asked;
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal((20m, 0m), await rig.Session());
    }
}
