using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>A response of OpenAI's in the making.</summary>
/// <param name="echo">What it repeats of its request; null: nothing is known of it.</param>
/// <param name="id">Name that the upstream gave its answer.</param>
/// <param name="model">Model that answers.</param>
/// <param name="created">When the answer began.</param>
internal sealed class ResponseDocument(RequestEcho? echo, string id, string? model, Instant created)
{
    private readonly List<byte[]?> items = [];

    /// <summary>Takes the next place among the items.</summary>
    /// <param name="kind">What its name begins with.</param>
    public (int Index, string Id) Open(string kind)
    {
        items.Add(null);
        return (items.Count - 1, $"{kind}_{items.Count}_{id}");
    }

    /// <summary>Keeps a finished item for the whole of the response.</summary>
    /// <returns>The item as JSON.</returns>
    public byte[] Close(int index, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Plain))
            write(json);
        return items[index] = output.WrittenSpan.ToArray();
    }

    /// <summary>Writes the response as far as it is.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="ending">How it ended; null while it is in progress.</param>
    /// <param name="usage">What it used; null: not told yet.</param>
    /// <param name="error">Writes the error that ended it as the member <c>error</c>; null: there was none.</param>
    public void Write(
        Utf8JsonWriter json, ResponseEnding? ending, TokenCounts? usage, Action<Utf8JsonWriter>? error = null)
    {
        json.WriteStartObject();
        json.WriteString("id", $"resp_{id}");
        json.WriteString("object", "response");
        json.WriteNumber("created_at", created.UnixSeconds);
        json.WriteString("status", error is not null ? "failed" : ending?.Status ?? "in_progress");
        if (error is null)
            json.WriteNull("error");
        else
            error(json);
        WriteEnding(json, ending);
        json.WriteString("model", model);
        json.WriteStartArray("output");
        foreach (var item in items)
        {
            if (item is not null)
                json.WriteRawValue(item, skipInputValidation: true);
        }

        json.WriteEndArray();
        if (usage is { } counts)
            counts.WriteResponse(json);
        else
            json.WriteNull("usage");
        echo?.Write(json);
        json.WriteEndObject();
    }

    private static void WriteEnding(Utf8JsonWriter json, ResponseEnding? ending)
    {
        if (ending?.Reason is not { } reason)
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString("reason", reason);
        json.WriteEndObject();
    }
}
