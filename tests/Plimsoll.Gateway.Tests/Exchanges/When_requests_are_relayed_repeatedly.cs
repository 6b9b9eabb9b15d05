using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Tests.Upstream;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Exchanges;

/// <summary>
/// Allocation budgets of the path from client to upstream and back: what the whole process allocates, in which client
/// and upstream are sockets that allocate nothing.
/// </summary>
[Collection(nameof(Alone))]
public class When_requests_are_relayed_repeatedly
{
    private const long BytesForRequest = 4_400;
    private const long BytesForChunk = 0;
    private const int Requests = 500;
    private const int Chunks = 1000;
    private const int Rounds = 5;

    private const string Answer =
        """{"type":"message","content":[{"type":"text","text":"Hi"}],"usage":{"input_tokens":9,"output_tokens":3}}""";

    private static readonly byte[] Json = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {Answer.Length}\r\n\r\n{Answer}");

    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");

    private static readonly byte[] Chunk = Chunked("""
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Eleven byte"}}


        """);

    private static readonly byte[] Stop = [.. Chunked("data: {\"type\":\"message_stop\"}\n\n"), .. "0\r\n\r\n"u8];

    // What may be cancelled is registered, which takes memory.
    private static readonly CancellationToken never = CancellationToken.None;

    [Fact]
    public async Task One_stays_within_its_budget()
    {
        await using var server = new RawServer((socket, _) => ServeJson(socket));
        await using var line = await Line.Open(server.Url, stream: false);

        var least = await Least(async () =>
        {
            for (var i = 0; i < Requests; i++)
                await line.Ask("}}"u8.ToArray());
        });

        Assert.InRange(least / Requests, 0, BytesForRequest);
    }

    [Fact]
    public async Task A_chunk_of_a_stream_takes_nothing()
    {
        using var acknowledged = new Pipe();
        var chunks = 0;
        await using var server = new RawServer((socket, _) => ServeStream(socket, acknowledged, () => chunks));
        await using var line = await Line.Open(server.Url, stream: true);

        // Of two streams, one has more chunks than the other: what they differ by is the chunks'.
        var least = new long[2];
        foreach (var times in new[] { 1, 2 })
        {
            chunks = Chunks * times;
            least[times - 1] = await Least(() => line.Stream(acknowledged, chunks));
        }

        // Threads of the pool come and go: less than a byte a chunk is none's.
        Assert.Equal(BytesForChunk, (least[1] - least[0]) / Chunks);
    }

    private static async Task<long> Least(Func<Task> round)
    {
        await round();
        var least = long.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await round();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    private static async Task ServeJson(Socket socket)
    {
        var block = new byte[4096];
        while (await socket.ReceiveAsync(block, never) > 0)
            await socket.SendAsync(Json, never);
    }

    private static async Task ServeStream(Socket socket, Pipe acknowledged, Func<int> chunks)
    {
        var block = new byte[4096];
        while (await socket.ReceiveAsync(block, never) > 0)
        {
            await socket.SendAsync(Head, never);
            for (var left = chunks(); left > 0; left--)
            {
                await socket.SendAsync(Chunk, never);
                await acknowledged.Reading.ReceiveAsync(block, never);
            }

            await socket.SendAsync(Stop, never);
        }
    }

    private static byte[] Chunked(string text) => Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");

    /// <summary>Two sockets of one connection.</summary>
    private sealed class Pipe : IDisposable
    {
        public Pipe()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Writing = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Writing.Connect(listener.LocalEndpoint);
            Reading = listener.AcceptSocket();
        }

        public Socket Reading { get; }

        public Socket Writing { get; }

        public void Dispose()
        {
            Reading.Dispose();
            Writing.Dispose();
        }
    }

    /// <summary>A client's connection to a gateway of its own that does not log and limits nothing.</summary>
    private sealed class Line(WebApplication app, Socket socket, byte[] request) : IAsyncDisposable
    {
        private readonly byte[] block = new byte[16 * 1024];

        public static async Task<Line> Open(Uri upstream, bool stream)
        {
            var rates = new RateTerms(new(1_000_000_000), new(1_000_000_000_000), new(1_000_000_000_000));
            var policy = TestPolicy.Version with
            {
                Tiers = new[]
                {
                    new TierTerms(
                        "wide", new Dictionary<string, RateTerms> { ["sonnet"] = rates }.ToFrozenDictionary()),
                }.ToFrozenDictionary(tier => tier.Name),
            };
            var (ring, key) = KeyRing.Empty.Add("test", null, "wide", "chat", GatewayRig.Start);
            var app = GatewayServer.Build(
                new GatewayOptions
                {
                    Timeline = new PolicyTimeline([policy]),
                    Keys = ring,
                    Upstreams = [new UpstreamOptions(upstream, SpokenDialects.Both, "secret")],
                    Url = "http://127.0.0.1:0",
                },
                TimeProvider.System);
            await app.StartAsync(TestContext.Current.CancellationToken);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", new Uri(app.Urls.Single()).Port, never);
            var body = Question.Body(stream);
            return new Line(app, socket, Encoding.UTF8.GetBytes(
                $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\nContent-Type: application/json\r\n" +
                $"Content-Length: {body.Length}\r\n\r\n{body}"));
        }

        /// <summary>Sends the request and reads until what came ends as it should.</summary>
        public async Task Ask(byte[] end)
        {
            await socket.SendAsync(request, never);
            await ReadTo(end);
        }

        /// <summary>Sends the request and tells the upstream of each chunk as it comes.</summary>
        public async Task Stream(Pipe acknowledged, int chunks)
        {
            await socket.SendAsync(request, never);
            var end = "\n\n\r\n"u8.ToArray();
            for (var left = chunks; left > 0; left--)
            {
                await ReadTo(end);
                await acknowledged.Writing.SendAsync(block.AsMemory(0, 1), never);
            }

            await ReadTo("0\r\n\r\n"u8.ToArray());
        }

        public async ValueTask DisposeAsync()
        {
            socket.Dispose();
            await app.DisposeAsync();
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        private async ValueTask ReadTo(byte[] end)
        {
            var length = 0;
            while (!block.AsSpan(0, length).EndsWith(end))
            {
                var read = await socket.ReceiveAsync(block.AsMemory(length), never);
                length += read > 0 ? read : throw new InvalidOperationException("The connection was closed.");
            }
        }
    }
}
