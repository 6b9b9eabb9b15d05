using System.Net;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>A connection that asks one request at a time. It opens itself, and again after an error.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly LoadPlan plan;
    private readonly LoadPhase phase;
    private readonly AnswerReader reader;
    private Socket? socket;

    public LoadConnection(LoadPlan plan, LoadPhase phase)
    {
        (this.plan, this.phase) = (plan, phase);
        reader = new AnswerReader(CountChunk);
    }

    /// <summary>What was seen on this connection.</summary>
    public LoadTally Tally { get; } = new();

    /// <summary>Instant of the first byte of the latest answer's body.</summary>
    public long FirstByteAt { get; private set; }

    public long OutputTokens => reader.OutputTokens;

    public int Chunks => reader.Chunks;

    /// <summary>Asks, and reads the whole answer.</summary>
    /// <returns>Its status; 0 when it failed, which the tally knows of.</returns>
    public async ValueTask<int> Ask(ReadOnlyMemory<byte> request, Action? onFirstByte = null)
    {
        try
        {
            socket ??= await Connect();
            reader.Begin();
            for (var sent = 0; sent < request.Length;)
                sent += await socket.SendAsync(request[sent..]);
            for (var isComplete = false; !isComplete;)
            {
                var received = await socket.ReceiveAsync(reader.Free);
                if (received == 0)
                    throw new InvalidDataException("The connection ended within an answer.");
                var hadBody = reader.HasBody;
                isComplete = reader.Advance(received);
                if (hadBody || !reader.HasBody)
                    continue;
                FirstByteAt = MonotonicClock.Microseconds;
                onFirstByte?.Invoke();
            }

            return Judge();
        }
        catch (Exception e) when (e is SocketException or InvalidDataException)
        {
            Tally.Fail(e.Message);
            Dispose();
            await Task.Delay(20);
            return 0;
        }
    }

    private int Judge()
    {
        if (reader.Closes)
            Dispose();
        if (reader.Status is 429 or 503 or 529 && plan.Kind == LoadKind.Open)
            return reader.Status;
        if (reader.Status == 200 && reader.IsIntact(plan.Chunks))
            return reader.Status;
        Tally.Fail($"{reader.Status}, {reader.Chunks} chunks: {Encoding.UTF8.GetString(reader.Rest)}");
        return 0;
    }

    private async ValueTask<Socket> Connect()
    {
        var made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await made.ConnectAsync(new IPEndPoint(IPAddress.Loopback, plan.Port));
        return made;
    }

    private void CountChunk(long written)
    {
        if (!phase.IsMeasuring)
            return;
        Tally.Chunks++;
        Tally.TransitMicros.Add((int)(MonotonicClock.Microseconds - written));
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }
}
