using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>
/// A gateway as a process of its own, killed under load by SIGKILL and started again over the same folder. Three times
/// by default; the environment variable <c>PLIMSOLL_KILLS</c> says how often else.
/// </summary>
public sealed partial class When_a_gateway_is_killed : IAsyncDisposable
{
    private const int Clients = 8;
    private const int AnswersBeforeKill = 40;
    private const int InputTokens = 8000;
    private const int HeldBack = 4;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-killed-");
    private readonly Queue<TaskCompletionSource> heldBack = new();
    private WebApplication? upstream;
    private bool isLoaded;
    private long served;
    private long acknowledged;
    private long refused;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        while (heldBack.TryDequeue(out var turn))
            turn.SetResult();
        if (upstream is not null)
            await upstream.DisposeAsync();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task No_answer_whose_end_a_client_has_is_forgotten_and_nothing_stays_reserved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        await StartUpstream();
        var (_, key, _) = Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--plan", "pro");
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("PLIMSOLL_KILLS") ?? "3", CultureInfo.InvariantCulture);
        decimal charge = 0;
        for (var kill = 0; kill <= kills; kill++)
        {
            using var running = Begin();
            var gateway = running.Process;
            using var http = await Connect(gateway, key.Trim());
            if (kill > 0)
                await Check(http, charge);
            else
                charge = await Charge(http);
            if (kill == kills)
                return;

            // In the middle of what comes next, with some in flight.
            isLoaded = true;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var until = acknowledged + refused + AnswersBeforeKill + (kill * 7 % 13);
            var clients = Enumerable.Range(0, Clients).Select(_ => Load(http, until, enough)).ToList();
            await enough.Task.WaitAsync(Stop);
            gateway.Kill();
            await gateway.WaitForExitAsync(Stop);
            await Task.WhenAll(clients);
        }
    }

    /// <summary>What one answer is charged.</summary>
    private async Task<decimal> Charge(HttpClient http)
    {
        Assert.Equal(HttpStatusCode.OK, await Ask(http));
        acknowledged++;
        return (await Session(http)).Used;
    }

    /// <summary>
    /// Charged is at least what clients have and at most what the upstream served; nothing is held; and nobody was let
    /// in beyond the limit: of those at once each may have been the last.
    /// </summary>
    private async Task Check(HttpClient http, decimal charge)
    {
        var (used, reserved, limit) = await Session(http);
        Assert.Equal(0, reserved);
        Assert.True(used >= acknowledged * charge, $"{used} credits are charged for {acknowledged} answers.");
        Assert.True(used <= served * charge, $"{used} credits are charged for {served} that were served.");
        Assert.True(
            (acknowledged - Clients) * charge <= limit, $"{acknowledged} answers were given within {limit} credits.");
    }

    private async Task Load(HttpClient http, long until, TaskCompletionSource enough)
    {
        try
        {
            while (true)
            {
                var status = await Ask(http);
                var all = status == HttpStatusCode.OK
                    ? Interlocked.Increment(ref acknowledged) + Volatile.Read(ref refused)
                    : Interlocked.Increment(ref refused) + Volatile.Read(ref acknowledged);
                if (all >= until)
                    enough.TrySetResult();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The gateway is gone.
        }
    }

    private static async Task<HttpStatusCode> Ask(HttpClient http)
    {
        using var content = new StringContent(
            """{"model":"sonnet","max_tokens":50,"messages":[{"role":"user","content":"How far?"}]}""",
            Encoding.UTF8,
            "application/json");
        using var response = await http.PostAsync("/v1/messages", content, Stop);
        await response.Content.ReadAsByteArrayAsync(Stop);
        return response.StatusCode;
    }

    private static async Task<(decimal Used, decimal Reserved, decimal Limit)> Session(HttpClient http)
    {
        using var usage = JsonDocument.Parse(await http.GetStringAsync("/usage", Stop));
        var session = usage.RootElement.GetProperty("limits").EnumerateArray()
            .Single(limit => limit.GetProperty("name").GetString() == "session");
        decimal Of(string name) => session.GetProperty(name).GetDecimal();
        return (Of("used"), Of("reserved"), Of("limit"));
    }

    private async Task StartUpstream()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        upstream = builder.Build();
        upstream.Run(async http =>
        {
            await Turn();
            Interlocked.Increment(ref served);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync($$$"""
                {"id":"msg_1","type":"message","role":"assistant","model":"sonnet",
                 "content":[{"type":"text","text":"Far."}],"stop_reason":"end_turn","stop_sequence":null,
                 "usage":{"input_tokens":{{{InputTokens}}},"cache_creation_input_tokens":0,
                 "cache_read_input_tokens":0,"output_tokens":2}}
                """);
        });
        await upstream.StartAsync(Stop);
    }

    /// <summary>Under load some are always in flight: each is answered when others have come after it.</summary>
    private Task Turn()
    {
        if (!isLoaded)
            return Task.CompletedTask;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (heldBack)
        {
            heldBack.Enqueue(turn);
            if (heldBack.Count > HeldBack)
                heldBack.Dequeue().SetResult();
        }

        return turn.Task;
    }

    /// <summary>However slow the machine is, nobody is let go before what he used is durable.</summary>
    private Running Begin()
    {
        File.WriteAllText(At("gateway.yaml"), $$"""
            listen: [http://127.0.0.1:0]
            keys: keys.json
            upstreams: {one: {url: "{{upstream!.Urls.Single()}}" } }
            store: {path: store, patience: 1 h}
            """);
        return new Running(Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Plimsoll.Cli.dll"), "serve", "--config", At("gateway.yaml"),
            },
            RedirectStandardOutput = true,
        })!);
    }

    private static async Task<HttpClient> Connect(Process gateway, string key)
    {
        var said = await gateway.StandardOutput.ReadLineAsync(Stop);
        Assert.NotNull(said);
        var http = new HttpClient { BaseAddress = new Uri(Address().Match(said).Value) };
        http.DefaultRequestHeaders.Add("x-api-key", key);
        return http;
    }

    /// <summary>A process that does not outlive the test.</summary>
    private sealed record Running(Process Process) : IDisposable
    {
        public void Dispose()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }

    private string At(string name) => Path.Combine(directory.FullName, name);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
