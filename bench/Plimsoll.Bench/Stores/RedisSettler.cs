using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Plimsoll.Bench.Stores;

/// <summary>
/// A Redis of its own on a Unix socket, asked by EVALSHA over one connection: all that wait go at once, and
/// answers come in order. The script counts a version, sets the value, and appends the
/// entry unless its request is known.
/// </summary>
internal sealed class RedisSettler : ISettler, IDisposable
{
    private const string Script =
        "if redis.call('SET', KEYS[2], 1, 'NX', 'EX', 3600) then redis.call('RPUSH', 'ledger', ARGV[2]) end "
        + "redis.call('HSET', KEYS[1], 'v', ARGV[1]) return redis.call('HINCRBY', KEYS[1], 'n', 1)";

    private static readonly string value = new('v', 300);
    private static readonly string entry = new('e', 100);
    private readonly Process server;
    private readonly NetworkStream stream;
    private readonly Channel<(byte[] Command, TaskCompletionSource<string> Answer)> commands =
        Channel.CreateUnbounded<(byte[], TaskCompletionSource<string>)>();

    private readonly Channel<TaskCompletionSource<string>> asked =
        Channel.CreateUnbounded<TaskCompletionSource<string>>();

    private string script = "";

    private RedisSettler(Process server, NetworkStream stream) => (this.server, this.stream) = (server, stream);

    /// <summary>Starts a server; null: Redis is not installed.</summary>
    public static async Task<RedisSettler?> Start(string folder, bool isDurable)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "socket");
        string[] persistence = isDurable ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"];
        string[] arguments =
            ["--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--daemonize", "no", .. persistence];
        Process server;
        try
        {
            server = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        server.BeginOutputReadLine();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        while (!socket.Connected)
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            }
            catch (SocketException) when (!server.HasExited)
            {
                await Task.Delay(20);
            }
        }

        var redis = new RedisSettler(server, new NetworkStream(socket, ownsSocket: true));
        _ = Task.Run(redis.Write);
        _ = Task.Run(redis.Read);
        redis.script = await redis.Ask("SCRIPT", "LOAD", Script);
        return redis;
    }

    public Task Settle(int worker, long request) =>
        Ask("EVALSHA", script, "2", $"scope/acme/{worker}", $"request/{request}", value, entry);

    public void Dispose()
    {
        commands.Writer.Complete();
        stream.Dispose();
        server.Kill();
        server.WaitForExit();
        server.Dispose();
    }

    private async Task<string> Ask(params string[] words)
    {
        var command = new StringBuilder($"*{words.Length}\r\n");
        foreach (var word in words)
            command.Append($"${word.Length}\r\n{word}\r\n");
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Writer.TryWrite((Encoding.ASCII.GetBytes(command.ToString()), answer));
        return await answer.Task;
    }

    private async Task Write()
    {
        using var buffer = new MemoryStream();
        while (await commands.Reader.WaitToReadAsync())
        {
            buffer.SetLength(0);
            while (commands.Reader.TryRead(out var next))
            {
                buffer.Write(next.Command);
                asked.Writer.TryWrite(next.Answer);
            }

            await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        }
    }

    private async Task Read()
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, bufferSize: 1 << 16);
        while (await reader.ReadLineAsync() is { } line)
        {
            var answer = await asked.Reader.ReadAsync();
            if (line.StartsWith('-'))
                answer.SetException(new InvalidOperationException(line));
            else
                answer.SetResult(line.StartsWith('$') ? await reader.ReadLineAsync() ?? "" : line);
        }
    }
}
