using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Writes server-sent events to a response.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponse response;
    private readonly Utf8JsonWriter json;

    public EventStream(HttpResponse response)
    {
        this.response = response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        json = new(response.BodyWriter);
    }

    public void Dispose() => json.Dispose();

    /// <summary>Writes one event whose data is a JSON object, with a name where the dialect has names.</summary>
    public void Write(string? name, Action<Utf8JsonWriter> members)
    {
        if (name is not null)
            WriteText($"event: {name}\n");
        WriteText("data: ");
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        WriteText("\n\n");
    }

    /// <summary>Writes text as it is.</summary>
    public void WriteText(string text) => response.BodyWriter.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken aborted) =>
        await response.BodyWriter.FlushAsync(aborted);
}
