using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>
/// Writes a line for each event to a file, most often standard error. Whoever logs never waits for the file: lines are
/// gathered in memory and written behind, and where the file cannot keep up, they are left out and counted. Safe to
/// share between threads.
/// </summary>
internal sealed class LineLog : ILoggerProvider
{
    /// <summary>Bytes that may wait to be written.</summary>
    public const int MostWaiting = 4 * 1024 * 1024;

    private const int MostDigits = 11;

    // Waking a thread costs more than writing a line: one that can wait is written with those that follow it.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, Lines> categories = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly AutoResetEvent first = new(initialState: false);
    private readonly AutoResetEvent urgent = new(initialState: false);
    private readonly Stream file;
    private readonly LogFormat format;
    private readonly TimeProvider clock;
    private readonly Thread writer;
    private ArrayBufferWriter<byte> filling = new(64 * 1024);
    private ArrayBufferWriter<byte> emptying = new(64 * 1024);
    private long leftOut;
    private bool isDisposed;

    /// <summary>Begins to write.</summary>
    public LineLog(Stream file, LogFormat format, TimeProvider clock)
    {
        (this.file, this.format, this.clock) = (file, format, clock);
        writer = new Thread(Write) { IsBackground = true, Name = "log" };
        writer.Start();
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categories.GetOrAdd(categoryName, static (name, log) => new Lines(log, name), this);

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        Volatile.Write(ref isDisposed, true);
        urgent.Set();
        first.Set();
        writer.Join();
    }

    private void Add<TState>(
        string category,
        LogLevel level,
        EventId id,
        TState state,
        Exception? fault,
        Func<TState, Exception?, string> message)
    {
        bool isFirst;
        var text = message(state, fault);
        lock (gate)
        {
            if (filling.WrittenCount >= MostWaiting)
            {
                leftOut++;
                return;
            }

            isFirst = filling.WrittenCount == 0;
            if (format == LogFormat.Json)
                JsonLine.Write(filling, clock.GetUtcNow(), category, level, id, state, text, fault);
            else
                WriteText(filling, category, level, id, text, fault);
        }

        if (isFirst)
            first.Set();
        if (level >= LogLevel.Error)
            urgent.Set();
    }

    private void Write()
    {
        while (true)
        {
            first.WaitOne();
            if (!Volatile.Read(ref isDisposed))
                urgent.WaitOne(Gathering);
            long missing;
            lock (gate)
            {
                (filling, emptying) = (emptying, filling);
                (missing, leftOut) = (leftOut, 0);
            }

            try
            {
                file.Write(emptying.WrittenSpan);
                if (missing > 0)
                    file.Write(Encoding.UTF8.GetBytes($"{missing} lines are left out here: they came too fast.\n"));
                file.Flush();
            }
            catch (IOException)
            {
                // Whoever read has gone; the service has not.
            }

            emptying.ResetWrittenCount();
            lock (gate)
            {
                if (isDisposed && filling.WrittenCount == 0)
                    return;
                if (filling.WrittenCount > 0)
                    first.Set();
            }
        }
    }

    /// <summary>A line as people read it, one even where the message has several.</summary>
    private static void WriteText(
        ArrayBufferWriter<byte> output, string category, LogLevel level, EventId id, string message, Exception? fault)
    {
        Put(output, NameOf(level));
        Put(output, category);
        output.Write("["u8);
        Utf8Formatter.TryFormat(id.Id, output.GetSpan(MostDigits), out var digits);
        output.Advance(digits);
        output.Write("] "u8);
        PutLine(output, message);
        if (fault is not null)
        {
            Put(output, " ");
            PutLine(output, fault.ToString());
        }

        Put(output, "\n");
    }

    private static void PutLine(ArrayBufferWriter<byte> output, string text) =>
        Put(output, text.AsSpan().ContainsAny('\r', '\n') ? text.ReplaceLineEndings(" ") : text);

    private static void Put(ArrayBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce: ",
        LogLevel.Debug => "dbug: ",
        LogLevel.Information => "info: ",
        LogLevel.Warning => "warn: ",
        LogLevel.Error => "fail: ",
        _ => "crit: ",
    };

    /// <summary>The log of one category.</summary>
    private sealed class Lines(LineLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            log.Add(category, logLevel, eventId, state, exception, formatter);
    }
}
