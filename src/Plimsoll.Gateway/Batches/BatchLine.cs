using System.Text.Json;

namespace Plimsoll.Gateway.Batches;

/// <summary>One request of a batch, as its client wrote it.</summary>
/// <param name="CustomId">The client's name for it; empty: it has none.</param>
/// <param name="Body">Where the request itself stands in the line; empty: nowhere.</param>
/// <param name="Method">HTTP method; null: it names none.</param>
/// <param name="Url">Path of its route; null: it names none.</param>
internal readonly record struct BatchLine(string CustomId, Range Body, string? Method, string? Url)
{
    private const int MaxDepth = 256;

    /// <summary>Reads a line; what keeps it from being one is noted.</summary>
    /// <param name="line">A JSON object.</param>
    /// <param name="bodyMember">Name of the member that has the request.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static BatchLine Read(ReadOnlySpan<byte> line, string bodyMember, ICollection<string> faults)
    {
        var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        string? customId = null, method = null, url = null;
        Range? body = null;
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                faults.Add("is not a JSON object.");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("custom_id"u8))
                    Text(ref json, "custom_id", ref customId, faults);
                else if (json.ValueTextEquals("method"u8))
                    Text(ref json, "method", ref method, faults);
                else if (json.ValueTextEquals("url"u8))
                    Text(ref json, "url", ref url, faults);
                else if (json.ValueTextEquals(bodyMember))
                    Object(ref json, bodyMember, ref body, faults);
                else
                    json.Skip();
            }

            json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            faults.Add($"is not valid JSON at byte {json.BytesConsumed + 1}.");
            return default;
        }

        if (body is null)
            faults.Add($"{bodyMember}: is missing; expected the request as an object.");
        return new BatchLine(customId ?? "", body ?? default, method, url);
    }

    private static void Text(ref Utf8JsonReader json, string name, ref string? value, ICollection<string> faults)
    {
        json.Read();
        if (value is not null)
            faults.Add($"{name}: is given twice.");
        if (json.TokenType == JsonTokenType.String)
            value = json.GetString();
        else
            faults.Add($"{name}: is not a text.");
        json.Skip();
    }

    private static void Object(ref Utf8JsonReader json, string name, ref Range? at, ICollection<string> faults)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (at is not null)
            faults.Add($"{name}: is given twice.");
        if (json.TokenType != JsonTokenType.StartObject)
            faults.Add($"{name}: is not an object.");
        json.Skip();
        at = start..(int)json.BytesConsumed;
    }
}
