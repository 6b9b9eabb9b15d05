using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Tests.Routing;

public class When_upstreams_change
{
    private static readonly UpstreamAsk Sonnet = new("sonnet", Dialect.Anthropic);

    [Fact]
    public async Task A_drained_one_ends_its_streams_and_gets_no_more_until_it_is_active_again()
    {
        await using var fleet = await Fleet.Begin(2, upstream => upstream with { Tier = upstream.Name[0] - 'a' });
        var go = new TaskCompletionSource();
        var events = Replies.AnthropicEvents(10, 2, "Hello", " there");
        fleet.Servers[0].Script = async http =>
        {
            await Replies.Stream(events.Take(4))(http);
            await go.Task;
            foreach (var rest in events.Skip(4))
                await Replies.Send(http, rest);
        };
        using var streamed = await fleet.Rig.Ask(stream: true);

        using var drained = await fleet.Order("/admin/upstreams/a/drain");

        Assert.Equal(200, (int)drained.StatusCode);
        Assert.Equal("draining", await fleet.State(0));
        Assert.Equal(200, await fleet.Ask());
        Assert.Equal([1, 1], fleet.Seen);
        go.SetResult();
        var text = await streamed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(string.Concat(events), text);
        await fleet.Until(0, status => status.GetProperty("state").GetString() == "drained");

        fleet.Servers[0].Script = Replies.Plain();
        using var activated = await fleet.Order("/admin/upstreams/a/activate");
        await fleet.Ask();
        Assert.Equal([2, 1], fleet.Seen);
    }

    [Theory]
    [InlineData("/admin/upstreams/z/drain", 404, "There is no upstream 'z'. There are: a, b.")]
    [InlineData("/admin/upstreams/a", 404, "There is no POST /admin/upstreams/a.")]
    [InlineData("/admin/upstreams/a/stop", 404, "There is no POST /admin/upstreams/a/stop.")]
    public async Task What_is_not_there_cannot_be_drained(string path, int status, string message)
    {
        await using var fleet = await Fleet.Begin(2);

        using var response = await fleet.Order(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(message, (await response.Error()).Message);
    }

    [Fact]
    public async Task Users_neither_see_nor_drain_them()
    {
        await using var fleet = await Fleet.Begin(1);

        using var seen = await fleet.Rig.Get("/admin/upstreams");
        using var drained = await fleet.Rig.Post("/admin/upstreams/a/drain", "");

        Assert.Equal((401, 401), ((int)seen.StatusCode, (int)drained.StatusCode));
        Assert.Equal("healthy", await fleet.State(0));
    }

    [Fact]
    public void All_are_replaced_at_once_and_what_stays_keeps_its_state()
    {
        using var router = Router(out _, "a", "b");
        var (atA, atB) = (Place(router, "a"), Place(router, "b"));
        for (var i = 0; i < 5; i++)
            Place(router, "b").End(Outcome.Failed);

        router.Replace([Upstream("b") with { Slots = 8 }, Upstream("c")], new RoutingOptions());

        var statuses = router.Statuses();
        Assert.Equal(["b", "c", "a"], statuses.Select(each => each.Options.Name));
        Assert.Equal([1, 0, 1], statuses.Select(each => each.InFlight));
        Assert.Equal([false, false, true], statuses.Select(each => each.IsLeaving));
        Assert.Equal(Standing.Ejected, statuses[0].Verdict.Standing);
        Assert.Equal("c", Place(router).Upstream.Name);
        atA.End(Outcome.Served);
        atB.End(Outcome.Served);
        Assert.Equal(["b", "c"], router.Statuses().Select(each => each.Options.Name));
        Assert.Equal([0, 1], router.Statuses().Select(each => each.InFlight));
    }

    [Fact]
    public void One_that_an_operator_drained_stays_so_over_a_change_that_says_nothing_of_it()
    {
        using var router = Router(out _, "a", "b");
        router.SetDraining("a", isDraining: true);

        router.Replace([Upstream("a") with { Price = 2 }, Upstream("b")], new RoutingOptions());

        Assert.Equal("b", Place(router).Upstream.Name);
        router.Replace([Upstream("a") with { IsDraining = true }, Upstream("b")], new RoutingOptions());
        router.Replace([Upstream("a"), Upstream("b") with { IsDraining = true }], new RoutingOptions());
        Assert.Equal("a", Place(router).Upstream.Name);
    }

    [Fact]
    public void Places_are_those_of_upstreams_that_are_well_and_a_change_is_told()
    {
        using var router = Router(out var clock, "a", "b");
        Assert.Null(router.Places("sonnet"));
        router.Replace([Upstream("a") with { Slots = 3 }, Upstream("b") with { Slots = 4 }], new RoutingOptions());
        Assert.Equal(7, router.Places("sonnet"));
        var changes = 0;
        router.PlacesChanged += () => changes++;

        router.SetDraining("b", isDraining: true);
        Assert.Equal((1, 3), (changes, router.Places("sonnet")));
        router.SetDraining("b", isDraining: false);
        var lease = Place(router, "a");
        for (var i = 0; i < 5; i++)
            Place(router, "a").End(Outcome.Failed);
        Assert.Equal(1 + 4, router.Places("sonnet"));
        lease.End(Outcome.Nothing);
        Assert.Equal(4, router.Places("sonnet"));
        changes = 0;
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 1 + 4), (changes, router.Places("sonnet")));
        Place(router, "a").End(Outcome.Served);
        Assert.Equal((2, 7), (changes, router.Places("sonnet")));
    }

    [Fact]
    public void What_is_wrong_with_them_is_told_all_at_once()
    {
        var wrong = Upstream("a b") with { Slots = 0, ProbePath = "//elsewhere" };

        Assert.Equal(3, UpstreamProblems.Of([wrong]).Length);
        Assert.Equal(["upstream a: found 2 of this name; give each its own."],
            UpstreamProblems.Of([Upstream("a"), Upstream("a")]));
        Assert.Empty(UpstreamProblems.Of([Upstream("a"), Upstream("b")]));
        Assert.Single(UpstreamProblems.Of([]));
    }

    private static UpstreamRouter Router(out ManualClock clock, params string[] names)
    {
        clock = new ManualClock(GatewayRig.Start);
        return new UpstreamRouter([.. names.Select(Upstream)], new RoutingOptions { Seed = 1 }, clock);
    }

    private static UpstreamOptions Upstream(string name) =>
        new(new Uri("http://127.0.0.1:9"), SpokenDialects.Both) { Name = name };

    /// <summary>A place anywhere, or at one upstream.</summary>
    private static UpstreamLease Place(UpstreamRouter router, string? name = null)
    {
        var others = router.Watched().Select(each => each.Member)
            .Where(each => name is not null && each.Options.Name != name).ToList();
        return router.TryPlace(Sonnet, [], others, out var lease, out var unplaced)
            ? lease
            : throw new InvalidOperationException(unplaced.ToString());
    }
}
