using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>A server on loopback that answers as a test scripts it and remembers what it was asked.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly WebApplication app;

    private ScriptedUpstream(WebApplication app) => this.app = app;

    /// <summary>What it does with the next requests. Default: an answer in the dialect of the route.</summary>
    public Func<HttpContext, Task> Script { get; set; } = Replies.Plain();

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    public Uri Url => new(app.Urls.Single());

    /// <summary>The body of the request that a script answers.</summary>
    public static string BodyOf(HttpContext http) => (string)http.Items[nameof(SeenRequest.Body)]!;

    public static async Task<ScriptedUpstream> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var upstream = new ScriptedUpstream(builder.Build());
        upstream.app.Run(upstream.Serve);
        await upstream.app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Serve(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = http.Request.Headers.ToDictionary(
            h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        http.Items[nameof(SeenRequest.Body)] = body;
        Seen.Enqueue(new SeenRequest(http.Request.Path + http.Request.QueryString, headers, body));
        await Script(http);
    }
}
