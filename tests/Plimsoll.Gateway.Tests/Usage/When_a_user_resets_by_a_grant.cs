using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Usage;

public class When_a_user_resets_by_a_grant
{
    private static readonly Instant Start = Instant.From(GatewayRig.Start);

    private static readonly ResetGrant Grant = new(
        "launch", "For the launch", 2, Start, Start + Duration.FromDays(30), new ResetOrder(["session"], ["pro"]))
    {
        NeedsLimit = true,
        Cooldown = Duration.FromHours(1),
    };

    [Fact]
    public async Task It_is_told_what_came_of_it_and_asking_again_is_safe()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with { Grants = [Grant] });
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 0);
        Assert.Equal(("not_limited", 2), await Use(rig, "a"));
        using var spent = await rig.Ask();

        Assert.Equal(("reset", 1), await Use(rig, "b"));
        Assert.Equal((0m, 0m), await rig.Session());
        Assert.Equal(("reset", 1), await Use(rig, "b"));
        Assert.Equal(("cooldown", 1), await Use(rig, "c"));
        using var again = await rig.Ask();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(("reset", 0), await Use(rig, "d"));
        Assert.Equal(("already_used", 0), await Use(rig, "e"));
        rig.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(("unavailable", 0), await Use(rig, "f"));
    }

    [Fact]
    public async Task It_sees_what_it_was_granted_and_what_is_left()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with { Grants = [Grant] });
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 0);
        Assert.False(Assert.Single((await rig.Usage()).GetProperty("grants").EnumerateArray())
            .GetProperty("usable_now").GetBoolean());
        using var spent = await rig.Ask();

        var grant = Assert.Single((await rig.Usage()).GetProperty("grants").EnumerateArray());

        Assert.Equal(("launch", 2, 2, true, true), (
            grant.GetProperty("id").GetString(),
            grant.GetProperty("resets_total").GetInt32(),
            grant.GetProperty("resets_left").GetInt32(),
            grant.GetProperty("use_requires_limit").GetBoolean(),
            grant.GetProperty("usable_now").GetBoolean()));
    }

    [Fact]
    public async Task One_of_another_plan_is_not_eligible_and_an_unknown_grant_is_told_with_the_known_ones()
    {
        await using var rig = await new KeyBunch().Plan("one", "team")
            .Begin(options => options with { Grants = [Grant] });

        Assert.Equal(("ineligible", 2), await Use(rig, "a"));
        using var unknown = await rig.Post("/usage/reset", """{"grant":"lunch","when":"now"}""");
        Assert.Equal(400, (int)unknown.StatusCode);
        Assert.Equal(
            "grant: found 'lunch'; there are: launch. when: is not known here; expected grant.",
            (await unknown.Error()).Message);
    }

    private static async Task<(string Result, int Left)> Use(GatewayRig rig, string name)
    {
        rig.Http.DefaultRequestHeaders.Remove("idempotency-key");
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", name);
        var answer = await rig.Answer("/usage/reset", """{"grant":"launch"}""");
        rig.Http.DefaultRequestHeaders.Remove("idempotency-key");
        return (answer.GetProperty("result").GetString()!, answer.GetProperty("resets_left").GetInt32());
    }
}
