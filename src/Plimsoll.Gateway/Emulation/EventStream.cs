using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Writes server-sent events to a response.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponse _response;
    private readonly Utf8JsonWriter _json;

    public EventStream(HttpResponse response)
    {
        _response = response;
        _response.ContentType = "text/event-stream; charset=utf-8";
        _response.Headers.CacheControl = "no-cache";
        _json = new(_response.BodyWriter);
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Writes one event whose data is a JSON object, with a name where the dialect has names.</summary>
    public void Write(string? name, Action<Utf8JsonWriter> members)
    {
        if (name is not null)
            WriteText($"event: {name}\n");
        WriteText("data: ");
        _json.WriteStartObject();
        members(_json);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        WriteText("\n\n");
    }

    /// <summary>Writes text as it is.</summary>
    public void WriteText(string text) => _response.BodyWriter.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken aborted) =>
        await _response.BodyWriter.FlushAsync(aborted);
}
