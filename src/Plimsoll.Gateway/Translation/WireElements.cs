using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>Reading members of JSON objects that others wrote.</summary>
internal static class WireElements
{
    extension(JsonElement element)
    {
        /// <summary>A member; null where it is missing or null, or where this is no object.</summary>
        public JsonElement? Find(string name) =>
            element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
                ? value
                : null;

        /// <summary>A member's text; null where it is missing or no text.</summary>
        public string? Text(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        /// <summary>A member that is a text and not empty; null where it is anything else.</summary>
        public JsonElement? Said(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.String } value && !value.ValueEquals(""u8) ? value : null;

        /// <summary>
        /// The arguments of a function's call as the text that they are to be. Some servers tell the object itself,
        /// and a call without its arguments does something else. Null where there are none.
        /// </summary>
        public JsonElement? Arguments =>
            element.Object("arguments") is { } given ? Quoted(given) : element.Said("arguments");

        /// <summary>A member's object; null where it is missing or none.</summary>
        public JsonElement? Object(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

        /// <summary>The items of a member that is a list; none where it is missing or no list.</summary>
        public JsonElement.ArrayEnumerator Items(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;

        /// <summary>Whether it is this text.</summary>
        public bool Is(string text) => element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

        /// <summary>Whether a member is true.</summary>
        public bool IsTrue(string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

        /// <summary>A member that counts tokens; 0 where it is missing or no count.</summary>
        public long Tokens(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.Number } value
            && value.TryGetInt64(out var tokens)
            && tokens is > 0 and <= int.MaxValue
                ? tokens
                : 0;
    }

    private static JsonElement Quoted(JsonElement given)
    {
        var text = JsonEncodedText.Encode(
            JsonMarshal.GetRawUtf8Value(given), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return JsonElement.Parse($"\"{text}\"");
    }

    extension(Utf8JsonWriter json)
    {
        /// <summary>
        /// Writes a member with another's value, byte for byte: half a character of a text that is split between two
        /// events stays what it is.
        /// </summary>
        public void WriteCopy(string name, JsonElement value) =>
            json.WriteRaw(name, JsonMarshal.GetRawUtf8Value(value));

        /// <summary>Writes a member with a value that is JSON already.</summary>
        public void WriteRaw(string name, ReadOnlySpan<byte> value)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
    }
}
