using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Plimsoll.Gateway.Emulation;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Emulation;

/// <summary>An emulated fleet on a free port of this machine, in virtual time.</summary>
internal sealed class EmulatedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private TaskCompletionSource idle = new();
    private int inFlight;

    private EmulatedServer(EmulatedClass served, bool held)
    {
        Time = new(held);
        Fleet = new(new([served]), Time);
        app = EmulatedFleetEndpoints.Serve(Fleet, "http://127.0.0.1:0");
        app.Use(async (context, next) =>
        {
            Entered();
            try
            {
                await next(context);
            }
            finally
            {
                Left();
            }
        });
    }

    public static EmulatedClass Haiku { get; } = new()
    {
        Model = new()
        {
            Name = "haiku",
            Title = "Haiku",
            StandIn = "Llama-3.1-8B",
            Shape = new()
            {
                Parameters = 8.03e9,
                Active = 8.03e9,
                Layers = 32,
                Experts = 1,
                Routed = 1,
                AttentionWidth = 4096,
                KvPerToken = new(131_072),
                BytesPerWeight = 2,
            },
            Traffic = new(Input: 500, Cached: 0, Output: 40),
            Objective = new(Duration.FromSeconds(2), Duration.FromSeconds(0.05)),
        },
        Names = ["claude-haiku-4-5", "gpt-mini"],
        Accelerator = new()
        {
            Name = "h100",
            Title = "H100 SXM",
            Compute = new(989e12),
            Memory = new(80e9),
            Bandwidth = new(3.35e12),
            ScaleUp = 8,
            Calibration = new(new(0.75), new(0.63), new(6_600), new(32_000), new(62_000)),
            Power = new(new(700), new(331), new(218), new(854)),
        },
        Width = 1,
        Batch = 8,
    };

    public VirtualTime Time { get; }

    public EmulatedFleet Fleet { get; }

    public HttpClient Http { get; } = new();

    public string Url => app.Urls.Single();

    public static async Task<EmulatedServer> StartAsync(EmulatedClass? served = null, bool held = false)
    {
        var server = new EmulatedServer(served ?? Haiku, held);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        server.Http.BaseAddress = new(server.Url);
        return server;
    }

    /// <summary>Completes when the server has left every request that is in its hands now.</summary>
    public Task WhenIdle()
    {
        lock (gate)
            return inFlight == 0 ? Task.CompletedTask : idle.Task;
    }

    /// <summary>Sends a body and comes back with the head of the answer.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string body, CancellationToken? stop = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        return await Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, stop ?? TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        Fleet.Dispose();
    }

    private void Entered()
    {
        lock (gate)
        {
            if (inFlight++ == 0)
                idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Left()
    {
        lock (gate)
        {
            if (--inFlight == 0)
                idle.SetResult();
        }
    }
}
