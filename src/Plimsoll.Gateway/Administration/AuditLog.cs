using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Recording;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// Who changed what of somebody's limits, and what came of it: JSON lines that are only ever added to, and the log of
/// the gateway. Safe to share between threads.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly AppendedFile? opened;
    private readonly ILogger log;

    /// <summary>Opens the log.</summary>
    /// <param name="path">File to append to; null: none.</param>
    /// <param name="log">Log of the gateway.</param>
    /// <exception cref="IOException">The file cannot be written, or is written by another gateway.</exception>
    public AuditLog(string? path, ILogger log)
    {
        this.log = log;
        if (path is null)
            return;
        opened = AppendedFile.Open(path);
        opened.File.Seek(0, SeekOrigin.End);
    }

    /// <summary>Writes one line. It is on its way to the disk when this returns.</summary>
    /// <param name="at">When.</param>
    /// <param name="who"><c>operator</c>, or <c>key NAME</c>.</param>
    /// <param name="what">What was asked for.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="details">Writes further members.</param>
    public void Write(Instant at, string who, string what, string result, Action<Utf8JsonWriter> details)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, WireJson.Plain))
        {
            json.WriteStartObject();
            json.WriteString("at", at.ToDateTimeOffset());
            json.WriteString("who", who);
            json.WriteString("what", what);
            json.WriteString("result", result);
            details(json);
            json.WriteEndObject();
        }

        GatewayLog.Audited(log, Encoding.UTF8.GetString(line.WrittenSpan));
        if (opened?.File is not { } file)
            return;
        line.Write("\n"u8);
        lock (gate)
        {
            file.Write(line.WrittenSpan);
            file.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => opened?.Dispose();
}
