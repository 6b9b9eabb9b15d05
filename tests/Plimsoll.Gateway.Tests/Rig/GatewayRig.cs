using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>A gateway on a free loopback port before a scripted upstream, under a clock that the test moves.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 5, 6, 12, 3, 0, 250, TimeSpan.Zero);

    private readonly WebApplication app;

    private GatewayRig(WebApplication app, ScriptedUpstream upstream, ManualClock clock, LogBook log, string key)
    {
        this.app = app;
        (Upstream, Clock, Log, Key) = (upstream, clock, log, key);

        // Who disposes of an answer leaves at once: by default two seconds are spent on reading the rest.
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Url };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public ScriptedUpstream Upstream { get; }

    /// <summary>The gateway from within.</summary>
    public GatewayState State => app.Services.GetRequiredService<GatewayState>();

    public ManualClock Clock { get; }

    public LogBook Log { get; }

    /// <summary>Key of a <c>pro</c> user, or of a tier when one was named.</summary>
    public string Key { get; }

    public Uri Url => new(app.Urls.First());

    /// <summary>Where operators are served, when they have an address of their own.</summary>
    public Uri ManagementUrl => new(app.Urls.Last());

    /// <summary>The gateway, to be stopped or told to read its configuration anew.</summary>
    public WebApplication App => app;

    /// <summary>Sends the key with each request.</summary>
    public HttpClient Http { get; }

    public static async Task<GatewayRig> Begin(
        string? tier = null,
        SpokenDialects speaks = SpokenDialects.Both,
        Func<GatewayOptions, GatewayOptions>? with = null,
        Func<GatewayOptions, ConfigurationReading>? next = null,
        DateTimeOffset? start = null)
    {
        var upstream = await ScriptedUpstream.Start();
        var clock = new ManualClock(start ?? Start);
        var log = new LogBook();
        var (ring, key) = KeyRing.Empty.Add("test", tier is null ? "pro" : null, tier, "chat", Start);
        var options = new GatewayOptions
        {
            Timeline = TestPolicy.Timeline,
            Keys = ring,
            Upstreams = [new UpstreamOptions(upstream.Url, speaks, "upstream-secret")],
            Url = "http://127.0.0.1:0",

            // The clock leaps, and connections come about in real time, which is long on a machine that is busy.
            Connections = new() { Connect = TimeSpan.FromDays(1) },
            Bounds = new()
            {
                HeaderTimeout = TimeSpan.FromDays(1),
                KeepAlive = TimeSpan.FromDays(1),
                BodyGrace = TimeSpan.FromDays(1),
            },
        };
        var first = with?.Invoke(options) ?? options;
        var app = GatewayServer.Build(
            first,
            clock,
            logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log),
            configuration: next is null ? null : () => next(first));
        await app.StartAsync();
        return new GatewayRig(app, upstream, clock, log, key);
    }

    public Task<HttpResponseMessage> Post(string path, string json, CancellationTokenSource? leaving = null) =>
        Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent(json, Encoding.UTF8, "application/json"),
            },
            HttpCompletionOption.ResponseHeadersRead,
            leaving?.Token ?? TestContext.Current.CancellationToken);

    /// <summary>Sends another key from now on.</summary>
    public void Use(string key) => Http.DefaultRequestHeaders.Authorization = new("Bearer", key);

    /// <summary>A JSON document that a request was answered with.</summary>
    public async Task<JsonElement> Answer(string path, string json)
    {
        using var response = await Post(path, json);
        using var document = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>A small chat request of either dialect.</summary>
    public Task<HttpResponseMessage> Ask(string path = Question.Messages, bool stream = false) =>
        Post(path, Question.Body(stream));

    public Task<HttpResponseMessage> Get(string path) =>
        Http.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<JsonElement> Usage(string path = "/usage")
    {
        using var usage = JsonDocument.Parse(await Http.GetStringAsync(path));
        return usage.RootElement.Clone();
    }

    /// <summary>Used and reserved credits of the session.</summary>
    public async Task<(decimal Used, decimal Reserved)> Session()
    {
        var session = (await Usage()).GetProperty("limits").EnumerateArray()
            .Single(l => l.GetProperty("name").GetString() == "session");
        return (session.GetProperty("used").GetDecimal(), session.GetProperty("reserved").GetDecimal());
    }

    /// <summary>Stops the gateway once every request in flight has ended, also those whose clients have left.</summary>
    public Task Stop() => app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
