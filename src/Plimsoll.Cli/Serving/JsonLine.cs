using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Plimsoll.Cli.Serving;

/// <summary>An event of the log as one JSON object, with its values by name.</summary>
internal static class JsonLine
{
    /// <summary>Writes it, with a line feed behind.</summary>
    public static void Write<TState>(
        IBufferWriter<byte> output,
        DateTimeOffset at,
        string category,
        LogLevel level,
        EventId id,
        TState state,
        string message,
        Exception? fault)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteNumber("EventId", id.Id);
            json.WriteString("LogLevel", level.ToString());
            json.WriteString("Category", category);
            json.WriteString("Message", message);
            if (fault is not null)
                json.WriteString("Exception", fault.ToString());
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
                WriteValues(json, values);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        json.WriteStartObject("State");
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            switch (value)
            {
                case null:
                    json.WriteNull(name);
                    break;
                case long or int:
                    json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
