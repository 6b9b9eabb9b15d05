using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Health;

public class When_a_load_balancer_asks
{
    private const string Admin = "admin-secret";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz", """{"status":"alive"}""")]
    [InlineData("/readyz", """{"status":"ready","reasons":[]}""")]
    public async Task It_is_told_without_a_key_and_told_nothing_else(string path, string told)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Authorization = null;

        using var response = await rig.Get(path);
        using var head = await rig.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);

        Assert.Equal((200, 200), ((int)response.StatusCode, (int)head.StatusCode));
        Assert.Equal(told, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task It_is_told_to_leave_while_no_upstream_can_be_asked()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams = [options.Upstreams[0] with { IsDraining = true }],
        });

        using var response = await rig.Get("/readyz");

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(
            """{"status":"not_ready","reasons":["no_upstream"]}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Operators_are_told_more()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with { AdminKeyHash = KeyRing.HashOf(Admin) });
        rig.Use(Admin);

        var told = await rig.Usage("/readyz");

        Assert.Equal(JsonValueKind.String, told.GetProperty("policy_effective_from").ValueKind);
        Assert.Equal(1, told.GetProperty("keys").GetInt32());
    }

    [Fact]
    public async Task It_is_told_to_leave_before_the_gateway_stops_and_requests_are_served_until_then()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with { StopDelay = TimeSpan.FromSeconds(20) });

        var stopping = GatewayServer.Stop(rig.App);
        using var ready = await rig.Get("/readyz");
        using var alive = await rig.Get("/healthz");
        using var asked = await rig.Ask();

        Assert.Equal((503, 200, 200), ((int)ready.StatusCode, (int)alive.StatusCode, (int)asked.StatusCode));
        Assert.Equal(
            """{"status":"not_ready","reasons":["stopping"]}""", await ready.Content.ReadAsStringAsync(Stop));
        Assert.True(asked.Headers.ConnectionClose);
        Assert.False(stopping.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(20));
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Get("/healthz"));
    }

    [Fact]
    public async Task A_stream_in_flight_ends_as_it_would_when_the_gateway_stops()
    {
        await using var rig = await GatewayRig.Begin();
        var goOn = new TaskCompletionSource();
        var events = Replies.AnthropicEvents(10, 2, "Hello");
        rig.Upstream.Script = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Replies.Send(http, events[0]);
            await goOn.Task;
            foreach (var item in events[1..])
                await Replies.Send(http, item);
        };

        using var response = await rig.Ask(stream: true);
        var stopping = GatewayServer.Stop(rig.App);
        goOn.SetResult();

        Assert.Equal(string.Concat(events), await response.Content.ReadAsStringAsync(Stop));
        await stopping;
    }

    [Fact]
    public async Task Operators_have_an_address_of_their_own_where_one_is_stated()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            AdminKeyHash = KeyRing.HashOf(Admin),
            ManagementUrl = "http://127.0.0.1:0",
        });
        using var management = new HttpClient { BaseAddress = rig.ManagementUrl };
        management.DefaultRequestHeaders.Add("x-api-key", Admin);

        Assert.Equal(404, await Post(rig.Http, "/admin/overage"));
        Assert.Equal(400, await Post(management, "/admin/overage"));
        Assert.Equal(404, await Post(management, Question.Messages));
        foreach (var http in new[] { rig.Http, management })
        {
            using var ready = await http.GetAsync("/readyz", Stop);
            Assert.Equal(200, (int)ready.StatusCode);
        }

        static async Task<int> Post(HttpClient http, string path)
        {
            using var response = await http.PostAsync(path, new StringContent("{}"), Stop);
            return (int)response.StatusCode;
        }
    }
}
