using Plimsoll.Bench.Gateway.Load;
using Plimsoll.Bench.Gateway.Mock;
using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>A load that every peer is measured under.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Connections">Connections, each of which asks again as soon as it has its answer.</param>
/// <param name="PromptBytes">Bytes of text in a prompt.</param>
/// <param name="Chunks">Chunks of text in a streamed answer; 0: whole answers.</param>
/// <param name="EveryMs">Milliseconds between chunks; 0: all at once.</param>
internal sealed record BenchCase(
    string Name, string Title, int Connections, int PromptBytes, int Chunks = 0, int EveryMs = 0)
{
    private const int MaxTokens = 1000;

    public static IReadOnlyList<BenchCase> All { get; } =
    [
        new("alone", "small JSON, one connection: what a request waits where nobody else asks", 1, 200),
        new("json", "small JSON, 32 connections", 32, 200),
        new("prompt", "prompts of 256 KB, 8 connections", 8, 256 * 1024),
        new("paced", "streams of 200 chunks, one every 10 ms, 200 at a time", 200, 200, 200, 10),
        new("burst", "streams of 200 chunks, all at once, 16 connections", 16, 200, 200),
    ];

    public bool IsPaced => EveryMs > 0;

    public MockPlan Mock(int port) => new() { Port = port, Chunks = Chunks, EveryMs = EveryMs };

    public LoadPlan Load(int port, string headers, bool isOpenAi, double warmUp, double seconds) => new()
    {
        Port = port,
        Kind = LoadKind.Closed,
        Tenants = [.. PlimsollPeer.Keys.Select((key, i) => new Tenant(key, MaxTokens + i))],
        Headers = headers,
        IsOpenAi = isOpenAi,
        PromptBytes = PromptBytes,
        Chunks = Chunks,
        Connections = Connections,
        WarmUp = warmUp,
        Seconds = seconds,
    };
}
