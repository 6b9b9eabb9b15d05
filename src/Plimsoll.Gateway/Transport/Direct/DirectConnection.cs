using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

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

    // How long a client keeps a connection busy is real time, as for the server's own reading of HTTP.
    private static readonly TimeProvider Real = TimeProvider.System;

    private readonly ConnectionContext connection;
    private readonly DirectServer server;
    private readonly PipeReader input;
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
        body = new RequestBodyReader(input);
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

    /// <summary>Serves it to its end.</summary>
    /// <param name="next">Reads HTTP from it where a request is not plain.</param>
    public async Task Run(ConnectionDelegate next)
    {
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            static state => ((DirectConnection)state).Watch(), this);
        using var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .Register(static state => ((DirectConnection)state!).Stop(), this) ?? default;
        while (await TryReadHead() is { } isPlain)
        {
            if (!isPlain)
            {
                Enter(Phase.GivenOver);
                await next(connection);
                return;
            }

            if (!await TryServe())
                return;
        }
    }

    /// <returns>Whether the request is plain; null: there is none any more.</returns>
    private async ValueTask<bool?> TryReadHead()
    {
        Enter(Phase.Idle);
        while (!isOver)
        {
            var read = await input.ReadAsync();
            var bytes = read.Buffer;
            if (read.IsCanceled || (bytes.IsEmpty && read.IsCompleted))
            {
                input.AdvanceTo(bytes.Start);
                if (phase == Phase.Late)
                    await TellLate();
                return null;
            }

            if (TryCut(bytes, out var end, out var isPlain))
            {
                // Of what is given over nothing was read.
                input.AdvanceTo(isPlain ? end : bytes.Start);
                return isPlain;
            }

            if (read.IsCompleted || bytes.Length > server.Bounds.HeaderBytes + server.Bounds.RequestLineBytes)
            {
                input.AdvanceTo(bytes.Start);
                return false;
            }

            input.AdvanceTo(bytes.Start, bytes.End);
            if (phase == Phase.Idle)
                Enter(Phase.Head);
        }

        return null;
    }

    /// <summary>Finds the end of a head, and reads it.</summary>
    private bool TryCut(in ReadOnlySequence<byte> bytes, out SequencePosition end, out bool isPlain)
    {
        var reader = new SequenceReader<byte>(bytes);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n\r\n"u8, advancePastDelimiter: true))
        {
            (end, isPlain) = (bytes.Start, false);
            return CannotBecomePlain(bytes);
        }

        end = reader.Position;
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

    /// <returns>Whether the connection may have another request.</returns>
    private async ValueTask<bool> TryServe()
    {
        Enter(Phase.Served);
        body.Begin(head.ContentLength);
        answer.Begin();
        var context = exchange.Begin();
        try
        {
            await server.Serve(context);
            await answer.End();
        }
        catch (Exception)
        {
            // What was to be said of it, and to be logged, was: half an answer must not look like a whole one.
            answer.GiveBack();
            connection.Abort(new ConnectionAbortedException("The answer could not be ended."));
            return false;
        }
        finally
        {
            await exchange.End();
        }

        return answer.IsWhole && !connection.ConnectionClosed.IsCancellationRequested && !exchange.SaysClose
            && await TryDrain();
    }

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
    public void Dispose() => body.Dispose();

    private void Enter(Phase next)
    {
        Volatile.Write(ref since, Real.GetTimestamp());
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
        var passed = Real.GetElapsedTime(Volatile.Read(ref since));
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
            case Phase.Served when body.Left > 0 && passed > bounds.BodyGrace
                && body.Received < bounds.BodyRate * passed.TotalSeconds:
                connection.Abort(new ConnectionAbortedException("The client sends its body too slowly."));
                break;
        }
    }

    private void End()
    {
        isOver = true;
        input.CancelPendingRead();
    }
}
