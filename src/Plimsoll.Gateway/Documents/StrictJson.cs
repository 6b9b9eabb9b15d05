using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Plimsoll.Gateway.Documents;

/// <summary>
/// JSON that people write: a typing error must not pass for a default, and whatever is wrong is told with its place.
/// </summary>
public static class StrictJson
{
    private const int LongestShown = 60;
    private const int MostTold = 50;

    /// <summary>
    /// What keeps a text from being JSON that means one thing: a fault of its form, a member given twice, or a text
    /// that is not Unicode; each with line and byte, the first so many of them. Empty: nothing.
    /// </summary>
    /// <param name="utf8">The text.</param>
    public static IReadOnlyList<string> FaultsIn(ReadOnlySpan<byte> utf8)
    {
        var faults = new List<string>();
        var json = new Utf8JsonReader(utf8);
        var names = new Stack<HashSet<string>>();
        try
        {
            while (json.Read())
            {
                // The place of each is counted from the beginning: no more are told than anybody reads.
                if (faults.Count == MostTold)
                {
                    faults.Add("And more.");
                    break;
                }

                if (json.TokenType == JsonTokenType.StartObject)
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                else if (json.TokenType == JsonTokenType.EndObject)
                    names.Pop();
                else if (json.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
                    continue;
                else if (TextOf(ref json) is not { } text)
                    faults.Add($"Not valid JSON at {PlaceOf(utf8, json.TokenStartIndex)}: the text is not Unicode.");
                else if (json.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(text))
                    faults.Add($"{text}: is given twice, again at {PlaceOf(utf8, json.TokenStartIndex)}.");
            }
        }
        catch (JsonException e)
        {
            faults.Add($"Not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        return faults;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The document; a byte-order mark is passed over.</param>
    /// <param name="type">What it is to be; members that it does not have are refused.</param>
    /// <param name="faults">Takes everything that is wrong; null is returned then.</param>
    /// <typeparam name="T">Type of the document.</typeparam>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, ICollection<string> faults)
        where T : class
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var found = new List<string>(FaultsIn(utf8));
        T? document = null;
        if (found.Count == 0)
        {
            var reader = new Utf8JsonReader(utf8);
            using var parsed = JsonDocument.ParseValue(ref reader);
            Compare(parsed.RootElement, type, "", found);
            if (found.Count == 0)
                document = parsed.RootElement.Deserialize(type);
        }

        foreach (var fault in found)
            faults.Add(fault);
        return document;
    }

    private static void Compare(JsonElement value, JsonTypeInfo type, string place, List<string> faults)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                CompareMembers(value, type, place, faults);
                break;
            case JsonTypeInfoKind.Object:
                faults.Add(Wrong(value, place, "an object"));
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                var number = 0;
                var item = type.Options.GetTypeInfo(type.ElementType!);
                foreach (var one in value.EnumerateArray())
                    Compare(one, item, $"{place}[{number++}]", faults);
                break;
            case JsonTypeInfoKind.Enumerable:
                faults.Add(Wrong(value, place, "a list"));
                break;
            default:
                CompareSimple(value, type, place, faults);
                break;
        }
    }

    private static void CompareMembers(JsonElement value, JsonTypeInfo type, string place, List<string> faults)
    {
        var prefix = place.Length == 0 ? "" : $"{place}.";
        foreach (var member in value.EnumerateObject())
        {
            var known = type.Properties.FirstOrDefault(one => one.Name == member.Name);
            if (known is null)
            {
                var expected = string.Join(", ", type.Properties.Select(one => one.Name));
                faults.Add($"{prefix}{member.Name}: is not known here; expected {expected}.");
            }
            else if (member.Value.ValueKind != JsonValueKind.Null || !MayBeNull(known))
            {
                Compare(member.Value, type.Options.GetTypeInfo(known.PropertyType), prefix + known.Name, faults);
            }
        }

        foreach (var known in type.Properties.Where(one => one.IsRequired))
        {
            if (!value.TryGetProperty(known.Name, out _))
                faults.Add($"{prefix}{known.Name}: is missing; expected {Words(known.PropertyType)}.");
        }
    }

    private static void CompareSimple(JsonElement value, JsonTypeInfo type, string place, List<string> faults)
    {
        try
        {
            if (value.ValueKind != JsonValueKind.Null && value.Deserialize(type) is not null)
                return;
        }
        catch (JsonException)
        {
            // Told below in words of its own, with what was found.
        }

        faults.Add(Wrong(value, place, Words(type.Type)));
    }

    private static bool MayBeNull(JsonPropertyInfo known) => known.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(known.PropertyType) is not null
        : known.IsSetNullable;

    private static string Words(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(string) => "a text",
        var one when one == typeof(bool) => "true or false",
        var one when one == typeof(int) => "a whole number",
        var one when one == typeof(DateTimeOffset) => "an instant such as \"2026-05-06T12:00:00Z\"",
        var one when one.IsArray || one.IsGenericType => "a list",
        _ => "an object",
    };

    private static string Wrong(JsonElement value, string place, string expected)
    {
        var text = value.GetRawText();
        var shown = text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
        var found = $"found {shown}; expected {expected}.";
        return place.Length == 0 ? found : $"{place}: {found}";
    }

    /// <summary>The text that the reader stands on; null when it is none, which only its taking finds out.</summary>
    private static string? TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string PlaceOf(ReadOnlySpan<byte> utf8, long index)
    {
        var before = utf8[..(int)index];
        return $"line {before.Count((byte)'\n') + 1}, byte {index - before.LastIndexOf((byte)'\n')}";
    }
}
