using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Transport.Sockets;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>
/// A client's connection whose plain requests (see <see cref="RequestHead"/>) are served directly on its bytes. With
/// the first that is anything else, it goes over to the server's own reading of HTTP, with all that came of that
/// request, and stays there.
/// </summary>
internal sealed class DirectConnection : IDisposable
{
    // What a client is still sending after it was answered is read for as long, and as far.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);
    private const long MostDrained = 32 * 1024 * 1024;

    private readonly ConnectionContext connection;
    private readonly DirectServer server;
    private readonly PipeReader input;
    private readonly SocketReader? socket;
    private readonly RequestHead head = new();
    private readonly RequestBodyReader body;
    private readonly ResponseWriter answer;
    private readonly DirectExchange exchange;
    private volatile Phase phase;
    private long since;
    private volatile bool isOver;

    /// <summary>A connection of which nothing was read.</summary>
    public DirectConnection(ConnectionContext connection, DirectServer server)
    {
        (this.connection, this.server, input) = (connection, server, connection.Transport.Input);
        var headers = new ResponseHeaders();
        socket = input as SocketReader;
        body = new RequestBodyReader(input, socket);
        answer = new ResponseWriter(connection.Transport.Output, headers, server.Clock);
        exchange = new DirectExchange(connection, head, body, answer, headers);
    }

    private enum Phase
    {
        Idle,
        Head,
        Late,
        Served,
        Drained,
        GivenOver,
    }

    /// <summary>What came of a request.</summary>
    private enum Seen
    {
        /// <summary>Nothing, and nothing will.</summary>
        End,

        /// <summary>Nothing whole in time.</summary>
        Late,

        /// <summary>A part of its head.</summary>
        Part,

        /// <summary>A head that is plain.</summary>
        Plain,

        /// <summary>What is not, or cannot become, a plain head.</summary>
        Odd,
    }

    /// <summary>Serves it to its end.</summary>
    /// <param name="next">Reads HTTP from it where a request is not plain.</param>
    public async Task Run(ConnectionDelegate next)
    {
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            static state => ((DirectConnection)state).Watch(), this);
        using var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .Register(static state => ((DirectConnection)state!).Stop(), this) ?? default;
        socket?.Watches = false;
        Enter(Phase.Idle);
        while (!isOver)
        {
            switch (Look(await input.ReadAsync()))
            {
                case Seen.Plain:
                    Enter(Phase.Served);
                    body.Begin(head.ContentLength);
                    answer.Begin();
                    try
                    {
                        await server.Serve(exchange.Begin());
                        await answer.End();
                    }
                    catch (Exception)
                    {
                        // What was to be said of it, and to be logged, was.
                        CutAnswer();
                    }
                    finally
                    {
                        await exchange.End();
                    }

                    // Whoever still sends might not hear the answer when the connection ends.
                    if (!answer.IsWhole || isOver || !await TryDrain() || !MayHaveAnother)
                        return;
                    Enter(Phase.Idle);
                    break;
                case Seen.Part:
                    break;
                case Seen.Odd:
                    Enter(Phase.GivenOver);
                    socket?.Watches = true;
                    await next(connection);
                    return;
                case Seen.Late:
                    await TellLate();
                    return;
                default:
                    return;
            }
        }
    }

    /// <summary>Looks at what came of a request.</summary>
    private Seen Look(in ReadResult read)
    {
        var bytes = read.Buffer;
        if (read.IsCanceled || (bytes.IsEmpty && read.IsCompleted))
        {
            input.AdvanceTo(bytes.Start);
            return phase == Phase.Late ? Seen.Late : Seen.End;
        }

        if (TryCut(bytes, out var end, out var isPlain))
        {
            // Of what is given over nothing was read.
            input.AdvanceTo(isPlain ? end : bytes.Start);
            return isPlain ? Seen.Plain : Seen.Odd;
        }

        if (read.IsCompleted || bytes.Length > server.Bounds.HeaderBytes + server.Bounds.RequestLineBytes)
        {
            input.AdvanceTo(bytes.Start);
            return Seen.Odd;
        }

        input.AdvanceTo(bytes.Start, bytes.End);
        if (phase == Phase.Idle)
            Enter(Phase.Head);
        return Seen.Part;
    }

    /// <summary>Finds the end of a head, and reads it.</summary>
    private bool TryCut(in ReadOnlySequence<byte> bytes, out SequencePosition end, out bool isPlain)
    {
        if (!TryFindEnd(bytes, out end))
        {
            isPlain = false;
            return CannotBecomePlain(bytes);
        }

        var whole = bytes.Slice(0, end);
        if (whole.IsSingleSegment)
        {
            isPlain = head.TryRead(whole.FirstSpan, DirectServer.Routes, server.Bounds);
        }
        else
        {
            var length = (int)Math.Min(whole.Length, server.Bounds.HeaderBytes + server.Bounds.RequestLineBytes + 1);
            var copy = ArrayPool<byte>.Shared.Rent(length);
            whole.Slice(0, length).CopyTo(copy);
            isPlain = length == whole.Length
                && head.TryRead(copy.AsSpan(0, length), DirectServer.Routes, server.Bounds);
            ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        }

        isPlain &= head.ContentLength <= server.MostBodyBytes;
        return true;
    }

    private static bool TryFindEnd(in ReadOnlySequence<byte> bytes, out SequencePosition end)
    {
        var line = "\r\n\r\n"u8;
        if (bytes.IsSingleSegment)
        {
            var at = bytes.FirstSpan.IndexOf(line);
            end = at < 0 ? bytes.Start : bytes.GetPosition(at + line.Length);
            return at >= 0;
        }

        var reader = new SequenceReader<byte>(bytes);
        var isFound = reader.TryReadTo(out ReadOnlySequence<byte> _, line, advancePastDelimiter: true);
        end = isFound ? reader.Position : bytes.Start;
        return isFound;
    }

    /// <summary>
    /// Whether what has come of a head is no plain one, whatever follows: nobody waits for the rest of it then.
    /// </summary>
    private static bool CannotBecomePlain(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> first = stackalloc byte[RequestHead.Method.Length];
        first = first[..(int)Math.Min(first.Length, bytes.Length)];
        bytes.Slice(0, first.Length).CopyTo(first);
        if (!RequestHead.Method.StartsWith(first))
            return true;
        var reader = new SequenceReader<byte>(bytes);
        while (reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            if (line.IsEmpty || line.Slice(line.Length - 1).FirstSpan[0] != '\r')
                return true;
        }

        return false;
    }

    /// <summary>Half an answer must not look like a whole one.</summary>
    private void CutAnswer()
    {
        isOver = true;
        answer.GiveBack();
        connection.Abort(new ConnectionAbortedException("The answer could not be ended."));
    }

    private bool MayHaveAnother => !isOver
        && !connection.ConnectionClosed.IsCancellationRequested
        && !exchange.SaysClose;

    private async ValueTask TellLate()
    {
        answer.Begin();
        answer.Status = StatusCodes.Status408RequestTimeout;
        exchange.SayClose();
        await answer.End();
    }

    /// <summary>Reads what is left of a body that nobody wanted.</summary>
    private async ValueTask<bool> TryDrain()
    {
        if (body.Left > MostDrained)
            return false;
        if (body.Left == 0)
            return true;
        Enter(Phase.Drained);
        var block = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (await body.ReadAsync(block) > 0)
            {
                // It goes nowhere.
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        exchange.Dispose();
        body.Dispose();
    }

    private void Enter(Phase next)
    {
        Volatile.Write(ref since, Environment.TickCount64);
        phase = next;
    }

    /// <summary>The server stops: a connection without a request ends.</summary>
    private void Stop()
    {
        exchange.SaysClose = true;
        if (phase is Phase.Idle)
            End();
    }

    /// <summary>Ends what takes too long; called every second.</summary>
    private void Watch()
    {
        // How long a client keeps a connection busy is real time, as for the server's own reading of HTTP.
        var passed = TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref since));
        var bounds = server.Bounds;
        switch (phase)
        {
            case Phase.Idle when passed > bounds.KeepAlive:
                End();
                break;
            case Phase.Head when passed > bounds.HeaderTimeout:
                phase = Phase.Late;
                input.CancelPendingRead();
                break;
            case Phase.Drained when passed > DrainTime:
                connection.Abort(new ConnectionAbortedException("The client sends for too long."));
                break;
            case Phase.Served when IsUnread:
                connection.Abort(new ConnectionAbortedException("The client does not read its answer."));
                break;
            case Phase.Served when body.Left > 0 && passed > bounds.BodyGrace
                && body.Received < bounds.BodyRate * passed.TotalSeconds:
                connection.Abort(new ConnectionAbortedException("The client sends its body too slowly."));
                break;
        }
    }

    private bool IsUnread => (connection.Transport.Output as SocketWriter)?.WaitsSince is { } since
        && Environment.TickCount64 - since > server.ClientPatience.TotalMilliseconds;

    private void End()
    {
        isOver = true;
        input.CancelPendingRead();
    }
}
