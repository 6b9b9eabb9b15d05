using System.Buffers;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Recording;

/// <summary>
/// Appends a limit log to a file. Events are taken in memory at once and written behind; requests wait to be admitted
/// while too many are not written yet. When the file cannot be written, the log ends, service goes on, and what is
/// missing is counted and logged.
/// </summary>
internal sealed class LimitRecorder : IAsyncDisposable
{
    /// <summary>Events not written yet from which on requests wait.</summary>
    public const int MostWaiting = 1 << 16;

    private const int BatchBytes = 64 * 1024;
    private const int LongestFirstLine = 64 * 1024;
    private const int LongestOpening = 128;

    private readonly Channel<LimitEvent> events =
        Channel.CreateUnbounded<LimitEvent>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ILogger log;
    private readonly Stream file;
    private readonly AppendedFile? opened;
    private readonly Task writing;
    private TaskCompletionSource written = NewSignal();
    private long noted;
    private long done;
    private long lost;

    /// <summary>How the first line of a log begins.</summary>
    private static ReadOnlySpan<byte> FirstLine => "{\"at\":\""u8;

    /// <summary>Opens a file to append to; one that ends within a line loses that line.</summary>
    /// <exception cref="IOException">
    /// The file cannot be written, is written by another gateway, or holds something else than a limit log; nothing of
    /// it was changed.
    /// </exception>
    public LimitRecorder(string path, ILogger log)
        : this(Open(path, log), log)
    {
    }

    /// <summary>Writes to any stream, which is closed at the end.</summary>
    internal LimitRecorder(Stream file, ILogger log)
    {
        (this.file, this.log) = (file, log);
        writing = Task.Run(Write);
    }

    private LimitRecorder(AppendedFile file, ILogger log)
        : this(file.File, log) => opened = file;

    /// <summary>Notes that a gateway begins with nothing used, what it enforces, and what grants it offers.</summary>
    public void Begin(Instant now, PolicyTimeline timeline, ImmutableArray<ResetGrant> grants)
    {
        Note(new BookOpened(now));
        Note(new PolicyAdopted(now, timeline));
        foreach (var grant in grants)
            Note(new GrantDefined(now, grant));
    }

    /// <summary>Takes an event; never waits.</summary>
    public void Note(LimitEvent one)
    {
        Interlocked.Increment(ref noted);
        if (!events.Writer.TryWrite(one))
            Lose(1);
    }

    /// <summary>Waits until few enough events are left to be written.</summary>
    public async ValueTask WaitForRoom(CancellationToken cancellation)
    {
        while (true)
        {
            // Read once: what is waited for has to be something that was noted.
            var before = Interlocked.Read(ref done);
            if (Interlocked.Read(ref noted) - before < MostWaiting)
                return;
            await WaitUntil(before + 1, cancellation);
        }
    }

    /// <summary>Waits until every event that was noted before is written, or lost.</summary>
    public ValueTask WaitUntilWritten(CancellationToken cancellation) =>
        WaitUntil(Interlocked.Read(ref noted), cancellation);

    private async ValueTask WaitUntil(long target, CancellationToken cancellation)
    {
        while (true)
        {
            // The signal first: one that is given between the two would be missed.
            var next = Volatile.Read(ref written).Task;
            if (Interlocked.Read(ref done) >= target)
                return;
            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Writes what is left and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        events.Writer.TryComplete();
        await writing;
        opened?.Dispose();
        if (Interlocked.Read(ref lost) is > 0 and var count)
            GatewayLog.EventsLost(log, count);
    }

    private async Task Write()
    {
        var buffer = new ArrayBufferWriter<byte>(BatchBytes);
        var hasFailed = false;
        await using (file)
        {
            while (await events.Reader.WaitToReadAsync())
            {
                var count = 0;
                while (buffer.WrittenCount < BatchBytes && events.Reader.TryRead(out var one))
                {
                    count++;
                    if (hasFailed)
                        continue;
                    LimitEventJson.Write(one, buffer);
                    buffer.Write("\n"u8);
                }

                hasFailed = hasFailed || !await TryAppend(buffer.WrittenMemory);
                buffer.ResetWrittenCount();
                Finish(count, hasFailed);
            }
        }
    }

    private async Task<bool> TryAppend(ReadOnlyMemory<byte> lines)
    {
        try
        {
            await file.WriteAsync(lines);
            await file.FlushAsync();
            return true;
        }
        catch (IOException e)
        {
            GatewayLog.RecordingFailed(log, e.Message);
            return false;
        }
    }

    private void Finish(int count, bool hasFailed)
    {
        if (hasFailed)
            Lose(count);
        else
            Interlocked.Add(ref done, count);
        Interlocked.Exchange(ref written, NewSignal()).SetResult();
    }

    private void Lose(int count)
    {
        Interlocked.Add(ref done, count);
        Interlocked.Add(ref lost, count);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static AppendedFile Open(string path, ILogger log)
    {
        var opened = AppendedFile.Open(path);
        try
        {
            var file = opened.File;
            RequireLog(path, file);
            var end = file.Length;
            while (end > 0 && ByteAt(file, end - 1) != '\n')
                end--;
            if (end < file.Length)
            {
                GatewayLog.CutLineDeleted(log);
                file.SetLength(end);
            }

            file.Position = end;
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>A file that does not begin as a limit log is somebody's: a key file, say.</summary>
    private static void RequireLog(string path, FileStream file)
    {
        var start = new byte[(int)Math.Min(file.Length, LongestFirstLine)];
        file.Position = 0;
        file.ReadExactly(start);
        var line = start.AsSpan();
        if (line.StartsWith("\uFEFF"u8))
            line = line[3..];
        line = line.TrimStart(" \t\r\n"u8);
        var end = line.IndexOf((byte)'\n');

        // Of a gateway that was stopped while it wrote its first line, a part of that line is there and nothing else.
        var begun = Math.Min(line.Length, FirstLine.Length);
        var isCutOff = end < 0 && line.Length < LongestOpening && line[..begun].SequenceEqual(FirstLine[..begun]);
        if (!isCutOff && LimitEventJson.Read(end < 0 ? line : line[..end].TrimEnd((byte)'\r'), []) is not BookOpened)
        {
            throw new IOException($"{path} holds something else than a limit log, whose first line is a book_opened: "
                + "nothing was changed. Give a new file, or one that was recorded to before.");
        }
    }

    private static int ByteAt(FileStream file, long position)
    {
        file.Position = position;
        return file.ReadByte();
    }
}
