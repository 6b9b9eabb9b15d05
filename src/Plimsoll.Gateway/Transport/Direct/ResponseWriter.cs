using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>
/// Writes an answer: its head with the first flush, then its body, in chunks where no length is stated. What was not
/// flushed when the answer ends goes out then.
/// </summary>
internal sealed class ResponseWriter(PipeWriter output, ResponseHeaders headers, TimeProvider clock) : PipeWriter
{
    // Size in hexadecimal digits, and two line ends.
    private const int MostChunkFrame = 8 + 4;
    private const int MostFirstLines = 256;

    private static readonly RepeatedTexts Dates =
        new(seconds => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("R"));

    private GatheredBytes gathered;
    private bool isChunked;
    private long left;

    /// <summary>Status of the answer.</summary>
    public int Status { get; set; }

    /// <summary>Whether the head was written.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether the answer is whole, as far as its head promised.</summary>
    public bool IsWhole => HasStarted && (isChunked || left == 0);

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => gathered.Length;

    /// <summary>Begins another answer.</summary>
    public void Begin()
    {
        headers.Begin();
        gathered.Clear();
        (Status, HasStarted, isChunked, left) = (200, false, false, 0);
    }

    /// <summary>Ends the answer.</summary>
    public ValueTask<FlushResult> End()
    {
        if (HasStarted && !isChunked && gathered.Length == 0)
        {
            GiveBack();
            return default;
        }

        if (!HasStarted)
            headers.ContentLength ??= gathered.Length;
        Commit(gathered.Bytes.Span);
        gathered.Clear();
        if (isChunked)
            output.Write("0\r\n\r\n"u8);
        GiveBack();
        return output.FlushAsync();
    }

    /// <summary>Gives its memory back: the answer is not to be ended.</summary>
    public void GiveBack() => gathered.GiveBack();

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => gathered.Room(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => gathered.Room(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes) => gathered.Advance(bytes);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Commit(gathered.Bytes.Span);
        gathered.Clear();
        return output.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (gathered.Length > 0)
        {
            source.Span.CopyTo(GetSpan(source.Length));
            Advance(source.Length);
            return FlushAsync(cancellationToken);
        }

        Commit(source.Span);
        return output.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => output.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        // The connection outlasts the answer.
    }

    private void Commit(ReadOnlySpan<byte> body)
    {
        if (!HasStarted)
            WriteHead();
        if (body.IsEmpty)
            return;
        if (!isChunked)
        {
            if (body.Length > left)
                throw new InvalidOperationException("The answer is longer than its head says.");
            left -= body.Length;
            output.Write(body);
            return;
        }

        var span = output.GetSpan(body.Length + MostChunkFrame);
        Utf8Formatter.TryFormat(body.Length, span, out var at, new StandardFormat('x'));
        "\r\n"u8.CopyTo(span[at..]);
        body.CopyTo(span[(at + 2)..]);
        at += body.Length + 2;
        "\r\n"u8.CopyTo(span[at..]);
        output.Advance(at + 2);
    }

    private void WriteHead()
    {
        HasStarted = true;
        isChunked = headers.ContentLength is null;
        left = headers.ContentLength ?? 0;
        var span = output.GetSpan(MostFirstLines + headers.MostBytes);
        var at = Put(span, 0, "HTTP/1.1 ");
        Utf8Formatter.TryFormat(Status, span[at..], out var digits);
        at = Put(span, at + digits, " ");
        at = Put(span, at, ReasonPhrases.GetReasonPhrase(Status));
        at = Put(span, at, "\r\nDate: ");
        at = Put(span, at, Dates.Of(clock.GetUtcNow().ToUnixTimeSeconds()));
        if (headers.ContentLength is { } bytes)
        {
            at = Put(span, at, "\r\nContent-Length: ");
            Utf8Formatter.TryFormat(bytes, span[at..], out digits);
            at = Put(span, at + digits, "\r\n");
        }
        else
        {
            at = Put(span, at, "\r\nTransfer-Encoding: chunked\r\n");
        }

        at += headers.Write(span[at..]);
        output.Advance(Put(span, at, "\r\n"));
    }

    private static int Put(Span<byte> span, int at, string ascii) => at + Encoding.ASCII.GetBytes(ascii, span[at..]);
}
