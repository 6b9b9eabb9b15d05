using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Recording;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// Who changed or tried to change what, and what came of it: JSON lines that are only ever added to, and the log of the
/// gateway. Without a file the latest lines are kept in memory. Safe to share between threads.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    /// <summary>Attempts of strangers that are written in a minute: nobody may fill the disk without a key.</summary>
    public const int MostStrangers = 60;

    /// <summary>Lines that are kept without a file.</summary>
    public const int MostInMemory = 1000;

    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly AppendedFile? opened;
    private readonly ILogger log;
    private readonly Queue<byte[]> latest = new();
    private long dropped;
    private Instant? strangersSince;
    private int strangers;

    /// <summary>Opens the log.</summary>
    /// <param name="path">File to append to; null: none.</param>
    /// <param name="log">Log of the gateway.</param>
    /// <exception cref="IOException">The file cannot be written, or is written by another gateway.</exception>
    public AuditLog(string? path, ILogger log)
    {
        this.log = log;
        Path = path;
        if (path is null)
            return;
        opened = AppendedFile.Open(path);
        var file = opened.File;
        if (file.Length == 0)
            return;

        // A line that was cut off when a gateway died must not swallow the next one.
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            file.WriteByte((byte)'\n');
    }

    /// <summary>The file; null: lines are kept in memory.</summary>
    public string? Path { get; }

    /// <summary>Writes one line. It is on its way to the disk when this returns.</summary>
    /// <param name="entry">What every line tells.</param>
    /// <param name="details">Writes further members.</param>
    public void Write(in AuditEntry entry, Action<Utf8JsonWriter> details)
    {
        var line = LineOf(entry, details);
        GatewayLog.Audited(log, Encoding.UTF8.GetString(line));
        lock (gate)
            Append(line);
    }

    /// <summary>Writes that somebody was refused; of strangers so many in a minute, and then how many more.</summary>
    public void WriteRefused(in AuditEntry entry, bool isKnown, Action<Utf8JsonWriter> details)
    {
        if (isKnown || IsDue(entry))
            Write(entry, details);
    }

    /// <summary>Lines from an instant on, oldest first.</summary>
    /// <param name="since">The instant; null: from the first one that is kept.</param>
    /// <param name="after">Where a page before ended; 0: at the beginning.</param>
    /// <param name="most">Most lines of the page.</param>
    /// <returns>The lines, each a JSON object, and where the next page begins.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public (IReadOnlyList<byte[]> Lines, long Next) Read(DateTimeOffset? since, long after, int most)
    {
        var page = new List<byte[]>();
        foreach (var (line, next) in Path is null ? InMemory(after) : InFile(Path, after))
        {
            if (IsFrom(since, line))
                page.Add(line);
            after = next;
            if (page.Count == most)
                break;
        }

        return (page, after);
    }

    /// <inheritdoc/>
    public void Dispose() => opened?.Dispose();

    private static byte[] LineOf(in AuditEntry entry, Action<Utf8JsonWriter> details)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, WireJson.Plain))
        {
            json.WriteStartObject();
            json.WriteString("at", entry.At.ToDateTimeOffset());
            json.WriteString("who", entry.Who);
            json.WriteString("from", entry.From);
            json.WriteString("request", entry.Request);
            json.WriteString("what", entry.What);
            json.WriteString("result", entry.Result);
            details(json);
            json.WriteEndObject();
        }

        return line.WrittenSpan.ToArray();
    }

    private void Append(byte[] line)
    {
        if (opened?.File is not { } file)
        {
            latest.Enqueue(line);
            if (latest.Count <= MostInMemory)
                return;
            latest.Dequeue();
            dropped++;
            return;
        }

        try
        {
            file.Write([.. line, (byte)'\n']);
            file.Flush();
        }
        catch (IOException e)
        {
            // What it tells has happened all the same, and stands in the gateway's log.
            GatewayLog.AuditFailed(log, e.Message);
        }
    }

    private bool IsDue(in AuditEntry entry)
    {
        int missing;
        lock (gate)
        {
            var isNew = strangersSince is not { } since || entry.At - since >= Minute;
            missing = isNew ? Math.Max(0, strangers - MostStrangers) : 0;
            if (isNew)
                (strangersSince, strangers) = (entry.At, 0);
            strangers++;
            if (strangers > MostStrangers)
                return false;
        }

        if (missing > 0)
        {
            Write(
                new AuditEntry(entry.At, entry.Who, null, entry.Request, "attempts", "not_written"),
                json => json.WriteNumber("count", missing));
        }

        return true;
    }

    private List<(byte[] Line, long Next)> InMemory(long after)
    {
        lock (gate)
        {
            var skipped = Math.Max(0, after - dropped);
            return [.. latest.Skip((int)Math.Min(skipped, latest.Count))
                .Select((line, i) => (line, dropped + skipped + i + 1))];
        }
    }

    private static IEnumerable<(byte[] Line, long Next)> InFile(string path, long after)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Min(after, file.Length);
        var line = new ArrayBufferWriter<byte>();
        int next;
        while ((next = file.ReadByte()) >= 0)
        {
            if (next != '\n')
            {
                line.GetSpan(1)[0] = (byte)next;
                line.Advance(1);
                continue;
            }

            yield return (line.WrittenSpan.ToArray(), file.Position);
            line.ResetWrittenCount();
        }
    }

    /// <summary>Whether a line is one, and not from before an instant.</summary>
    private static bool IsFrom(DateTimeOffset? since, byte[] line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && (since is not { } from
                    || (json.RootElement.TryGetProperty("at", out var at)
                        && at.ValueKind == JsonValueKind.String
                        && DateTimeOffset.TryParse(
                            at.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                        && time >= from));
        }
        catch (JsonException)
        {
            // Cut off when a gateway died.
            return false;
        }
    }
}
