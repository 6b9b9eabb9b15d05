using System.Text.Json;

namespace Plimsoll.Scenarios.Traces;

/// <summary>A line of a trace in JSONL. What is wrong with it is told to the reading.</summary>
/// <param name="reading">The reading.</param>
/// <param name="root">What stands in the line.</param>
internal sealed class JsonTraceLine(TraceReading reading, JsonElement root)
{
    /// <summary>Whether nothing was wrong with the line so far.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>Every line that is a JSON object.</summary>
    public static IEnumerable<JsonTraceLine> Of(TraceReading reading)
    {
        using var text = reading.Open();
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            reading.Line = number;
            using var document = Parse(reading, line);
            if (document is not null)
                yield return new(reading, document.RootElement);
        }
    }

    /// <summary>A whole number; 0 after telling what is wrong.</summary>
    public long Whole(string field, long least, long most)
    {
        if (Number(field) is { } element && element.TryGetInt64(out var value) && value >= least && value <= most)
            return value;
        Wrong(field, $"a whole number from {least} to {most}");
        return 0;
    }

    /// <summary>A number of milliseconds, in nanoseconds.</summary>
    public long Milliseconds(string field)
    {
        if (Number(field) is { } element && TraceReading.TryScaled(element.GetRawText(), 1e6m, out var nanoseconds))
            return nanoseconds;
        Wrong(field, "a number of milliseconds");
        return 0;
    }

    /// <summary>A text; empty after telling what is wrong.</summary>
    public string Text(string field)
    {
        if (root.TryGetProperty(field, out var element) && element.ValueKind == JsonValueKind.String)
            return element.GetString()!;
        Wrong(field, "a text");
        return "";
    }

    /// <summary>The elements of a list; none after telling what is wrong.</summary>
    public IReadOnlyList<JsonElement> List(string field)
    {
        if (root.TryGetProperty(field, out var element) && element.ValueKind == JsonValueKind.Array)
            return [.. element.EnumerateArray()];
        Wrong(field, "a list");
        return [];
    }

    /// <summary>Whole numbers in a list; none after telling what is wrong.</summary>
    public long[] Wholes(string field, int most)
    {
        if (root.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array
            && list.GetArrayLength() <= most)
        {
            var numbers = new long[list.GetArrayLength()];
            var count = 0;
            foreach (var element in list.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[count++]))
                    Wrong(field, "whole numbers");
            }

            return numbers;
        }

        Wrong(field, $"a list of at most {most} whole numbers, one a block of the prompt");
        return [];
    }

    /// <summary>Tells what a field should have been.</summary>
    public void Wrong(string field, string expected)
    {
        IsSound = false;
        var found = root.TryGetProperty(field, out var element)
            ? element.ValueKind == JsonValueKind.Array ? $"a list of {element.GetArrayLength()}" : element.GetRawText()
            : "nothing";
        reading.Wrong(1, field, $"found {(found.Length > 40 ? $"{found[..40]}…" : found)}; expected {expected}");
    }

    private JsonElement? Number(string field) =>
        root.TryGetProperty(field, out var element) && element.ValueKind == JsonValueKind.Number ? element : null;

    private static JsonDocument? Parse(TraceReading reading, string line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            reading.Wrong(1, "", "found no JSON object; expected one a line");
        }
        catch (JsonException error)
        {
            reading.Wrong((int)(error.BytePositionInLine ?? 0) + 1, "", "found no JSON; expected an object a line");
        }

        return null;
    }
}
