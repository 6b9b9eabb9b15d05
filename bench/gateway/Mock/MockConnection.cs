using System.Buffers;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>
/// One connection to the mock. A request's input counts a token for every four bytes of its body; its output is what it
/// asks for as <c>max_tokens</c>, less 0 to 6 tokens, so that nobody can guess it.
/// </summary>
internal sealed class MockConnection(
    Socket socket, MockPlan plan, MockTotals totals, Pacer? pacer, SemaphoreSlim? slots)
{
    private const int BufferBytes = 16 * 1024;
    private const int MemberBytes = 32; // no max_tokens is longer
    private const int BytesPerToken = 4;
    private const int Variants = 7;

    private readonly byte[] buffer = new byte[BufferBytes];
    private int start;
    private int end;

    public async Task Run()
    {
        using (socket)
        {
            try
            {
                while (await ReadHead() is { } head)
                    await Serve(head);
            }
            catch (SocketException)
            {
                // The reader left.
            }
            catch (InvalidDataException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
            }
        }
    }

    private async ValueTask<HttpHead?> ReadHead()
    {
        HttpHead head;
        while (!HttpHead.TryRead(buffer.AsSpan(start, end - start), out head))
        {
            if (!await Fill())
                return null;
        }

        return head;
    }

    private async ValueTask Serve(HttpHead head)
    {
        var form = AnswerForm.Of(buffer.AsSpan(start));
        var isTotals = buffer.AsSpan(start).StartsWith("GET /totals"u8);
        start += head.Bytes;
        if (isTotals)
        {
            await SendTotals();
            return;
        }

        if (head.ContentLength is not { } length)
            throw new InvalidDataException("A request whose head tells no length of its body.");
        var input = length / BytesPerToken;
        var output = Math.Max(1, await ReadMaxTokens(length) - (totals.Read().Answers % Variants));
        await Answer(form, input, output);
        totals.Add(input, output);
    }

    private async ValueTask Answer(AnswerForm form, long input, long output)
    {
        if (slots is not null)
            await Work(output);
        if (plan.Chunks == 0)
        {
            await Send(form.Whole.Bytes, bytes => form.Whole.Write(bytes, input, output, 0));
            return;
        }

        if (pacer is null)
        {
            await Send(
                form.First.Bytes + (plan.Chunks * form.Delta.Bytes) + form.Last.Bytes,
                bytes => WriteBurst(bytes, form, input, output));
            return;
        }

        await Send(form.First.Bytes, bytes => form.First.Write(bytes, input, output, 0));
        if (!await pacer.Write(socket, form, input, output))
            throw new SocketException((int)SocketError.ConnectionReset);
    }

    private void WriteBurst(Span<byte> bytes, AnswerForm form, long input, long output)
    {
        var now = MonotonicClock.Microseconds;
        form.First.Write(bytes, input, output, now);
        bytes = bytes[form.First.Bytes..];
        for (var i = 0; i < plan.Chunks; i++, bytes = bytes[form.Delta.Bytes..])
            form.Delta.Write(bytes, input, output, now);
        form.Last.Write(bytes, input, output, now);
    }

    private async ValueTask Work(long output)
    {
        await slots!.WaitAsync();
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(output * plan.MsPerToken));
        }
        finally
        {
            slots.Release();
        }
    }

    private async ValueTask Send(int bytes, SpanAction write)
    {
        var block = ArrayPool<byte>.Shared.Rent(bytes);
        write(block.AsSpan(0, bytes));
        for (var sent = 0; sent < bytes;)
            sent += await socket.SendAsync(block.AsMemory(sent, bytes - sent));
        ArrayPool<byte>.Shared.Return(block);
    }

    private async ValueTask SendTotals()
    {
        var json = JsonSerializer.Serialize(totals.Read());
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {json.Length}\r\n\r\n{json}"));
    }

    /// <summary>Reads a body to its end, for what stands in it as <c>max_tokens</c>.</summary>
    private async ValueTask<long> ReadMaxTokens(long length)
    {
        long? tokens = null;
        while (true)
        {
            var held = (int)Math.Min(length, end - start);
            var isAll = held == length;
            tokens ??= MaxTokens(buffer.AsSpan(start, held), isAll);
            if (isAll)
            {
                start += held;
                return tokens ?? throw new InvalidDataException("A body without max_tokens.");
            }

            // A member that arrived in two pieces is looked at again.
            var read = tokens is null ? Math.Max(0, held - MemberBytes) : held;
            start += read;
            length -= read;
            if (!await Fill())
                throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    private static long? MaxTokens(ReadOnlySpan<byte> body, bool isAll)
    {
        var name = "\"max_tokens\":"u8;
        var at = body.IndexOf(name);
        var isWhole = at >= 0 && (isAll || at + MemberBytes <= body.Length);
        return isWhole && Utf8Parser.TryParse(body[(at + name.Length)..], out long tokens, out _) ? tokens : null;
    }

    private async ValueTask<bool> Fill()
    {
        if (start == end)
            (start, end) = (0, 0);
        if (end == buffer.Length && start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        var read = await socket.ReceiveAsync(buffer.AsMemory(end));
        end += read;
        return read > 0;
    }

    private delegate void SpanAction(Span<byte> bytes);
}
