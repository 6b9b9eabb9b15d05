using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Routing;

/// <summary>A gateway before several scripted upstreams, named a, b, c and so on.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const string AdminKey = "operator-secret";

    private Fleet(GatewayRig rig, ImmutableArray<ScriptedUpstream> servers) => (Rig, Servers) = (rig, servers);

    public GatewayRig Rig { get; }

    public ImmutableArray<ScriptedUpstream> Servers { get; }

    public ManualClock Clock => Rig.Clock;

    /// <summary>How many requests each server has seen.</summary>
    public int[] Seen => [.. Servers.Select(server => server.Seen.Count(seen => seen.Target.StartsWith("/v1")))];

    public static async Task<Fleet> Begin(
        int servers,
        Func<UpstreamOptions, UpstreamOptions>? each = null,
        Func<RoutingOptions, RoutingOptions>? routing = null,
        Action<ImmutableArray<ScriptedUpstream>>? script = null)
    {
        var started = ImmutableArray.CreateBuilder<ScriptedUpstream>();
        for (var i = 0; i < servers; i++)
            started.Add(await ScriptedUpstream.Start());
        var all = started.ToImmutable();
        script?.Invoke(all);
        var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams = [.. all.Select((server, i) => Named(server, i, each))],
            Routing = (routing ?? (same => same))(new RoutingOptions { Seed = 1 }),
            AdminKeyHash = KeyRing.HashOf(AdminKey),
        });
        return new Fleet(rig, all);
    }

    public static UpstreamOptions Named(
        ScriptedUpstream server, int number, Func<UpstreamOptions, UpstreamOptions>? each = null)
    {
        var options = new UpstreamOptions(server.Url, SpokenDialects.Both) { Name = NameOf(number) };
        return each?.Invoke(options) ?? options;
    }

    /// <summary>Asks once, and returns the status.</summary>
    public async Task<int> Ask(string path = Question.Messages, bool stream = false)
    {
        using var response = await Rig.Ask(path, stream);
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>What operators see of an upstream.</summary>
    public async Task<JsonElement> Status(int number)
    {
        Rig.Use(AdminKey);
        var usage = await Rig.Usage("/admin/upstreams");
        Rig.Use(Rig.Key);
        return usage.GetProperty("upstreams").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == NameOf(number));
    }

    /// <summary>
    /// Asks for an upstream's status until it is as expected: what is read in the background has arrived then.
    /// </summary>
    public async Task<JsonElement> Until(int number, Func<JsonElement, bool> isExpected)
    {
        const int most = 100_000;
        for (var i = 0; i < most; i++)
        {
            if (await Status(number) is var status && isExpected(status))
                return status;
        }

        throw new InvalidOperationException($"The upstream never came to be as expected: {await Status(number)}");
    }

    public async Task<string> State(int number) => (await Status(number)).GetProperty("state").GetString()!;

    /// <summary>Does something as an operator.</summary>
    public async Task<HttpResponseMessage> Order(string path)
    {
        Rig.Use(AdminKey);
        var response = await Rig.Post(path, "");
        Rig.Use(Rig.Key);
        return response;
    }

    /// <summary>A script that waits for a sign, and one that comes when it waits.</summary>
    public static Func<HttpContext, Task> Held(TaskCompletionSource arrived, TaskCompletionSource leave) =>
        async http =>
        {
            arrived.TrySetResult();
            await leave.Task;
            await Replies.Plain()(http);
        };

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        foreach (var server in Servers)
            await server.DisposeAsync();
    }

    private static string NameOf(int number) => ((char)('a' + number)).ToString();
}
