namespace Plimsoll.Scenarios.Loads;

/// <summary>A text as a cell of CSV.</summary>
public static class CsvText
{
    /// <summary>In quotes where it has to be.</summary>
    public static string Of(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
