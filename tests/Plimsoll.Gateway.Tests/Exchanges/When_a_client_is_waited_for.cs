using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

/// <summary>What waits for a client that does not read is let go, whatever came before.</summary>
public class When_a_client_is_waited_for
{
    [Fact]
    public async Task It_is_cut_also_when_the_time_of_its_answer_ended_meanwhile()
    {
        await using var rig = await Begin(total: 30);
        var client = new Client();
        using var patience = Patience.Begin(rig.State, client.Http, "one", () => { });
        patience.AwaitClient();

        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(patience.Token.IsCancellationRequested);
        Assert.False(client.IsCut);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.True(client.IsCut);
    }

    [Fact]
    public async Task It_is_cut_also_when_it_does_not_read_how_its_upstream_failed()
    {
        await using var rig = await Begin(total: 3600);
        var client = new Client();
        using var patience = Patience.Begin(rig.State, client.Http, "one", () => { });
        rig.Clock.Advance(rig.State.Options.UpstreamPatience);
        Assert.True(patience.Token.IsCancellationRequested);

        patience.AwaitClient();
        rig.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(client.IsCut);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(client.IsCut);
    }

    [Fact]
    public async Task It_is_left_alone_once_its_answer_has_ended()
    {
        await using var rig = await Begin(total: 30);
        var client = new Client();
        using (var patience = Patience.Begin(rig.State, client.Http, "one", () => { }))
            patience.AwaitClient();

        rig.Clock.Advance(TimeSpan.FromHours(1));

        Assert.False(client.IsCut);
    }

    [Fact]
    public async Task Its_next_request_is_bounded_though_the_timer_rang_between_the_two()
    {
        await using var rig = await Begin(total: 30);
        var client = new Client();
        client.Http.Features.Set(new ClientConnection());
        Patience.Begin(rig.State, client.Http, "one", () => { }).Dispose();
        rig.Clock.Advance(TimeSpan.FromHours(1));

        var pings = 0;
        using var patience = Patience.Begin(rig.State, client.Http, "two", () => pings++);
        rig.Clock.Advance(rig.State.Options.Streams.Ping);
        Assert.Equal(1, pings);
        Assert.False(patience.Token.IsCancellationRequested);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.True(patience.Token.IsCancellationRequested);
    }

    private static Task<GatewayRig> Begin(int total) => GatewayRig.Begin(with: options => options with
    {
        Streams = options.Streams with
        {
            Total = TimeSpan.FromSeconds(total),
            ClientPatience = TimeSpan.FromMinutes(1),
        },
    });

    private sealed class Client : IHttpRequestLifetimeFeature
    {
        public Client()
        {
            Http = new DefaultHttpContext();
            Http.Features.Set<IHttpRequestLifetimeFeature>(this);
        }

        public HttpContext Http { get; }

        public bool IsCut { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsCut = true;
    }
}
