using System.Text.Json;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Batches;

/// <summary>Lists and times as both API families write them.</summary>
internal static class ListJson
{
    /// <summary>Writes a part of a list.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="page">The part.</param>
    /// <param name="id">Id of an item.</param>
    /// <param name="write">Writes an item.</param>
    /// <param name="isOpenAi">Whether it says what it is.</param>
    /// <typeparam name="T">Type of the items.</typeparam>
    public static void Write<T>(
        Utf8JsonWriter json, ListPage<T> page, Func<T, string> id, Action<T> write, bool isOpenAi = false)
    {
        json.WriteStartObject();
        if (isOpenAi)
            json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var item in page.Items)
            write(item);
        json.WriteEndArray();
        json.WriteBoolean("has_more", page.HasMore);
        json.WriteString("first_id", page.FirstId(id));
        json.WriteString("last_id", page.LastId(id));
        json.WriteEndObject();
    }

    /// <summary>Writes a time in RFC 3339, or null.</summary>
    public static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteString(name, at.UtcDateTime);
        else
            json.WriteNull(name);
    }

    /// <summary>Writes a time in seconds since the epoch, or null.</summary>
    public static void Seconds(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteNumber(name, at.ToUnixTimeSeconds());
        else
            json.WriteNull(name);
    }
}
