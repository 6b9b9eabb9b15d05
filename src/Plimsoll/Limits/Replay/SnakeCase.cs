using System.Collections.Frozen;
using System.Text.Json;

namespace Plimsoll.Limits.Replay;

/// <summary>Names of enum values as logs and reports spell them, such as <c>input_tokens</c>.</summary>
public static class SnakeCase
{
    /// <summary>A name of this code as logs and reports spell it.</summary>
    public static string Convert(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Names[value];

    /// <summary>Every name, in the order of the values.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Table<T>.Ordered;

    /// <summary>The value of a name; null when there is none.</summary>
    public static T? Find<T>(string name)
        where T : struct, Enum => Table<T>.Values.TryGetValue(name, out var value) ? value : null;

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(
            value => value, value => Convert(value.ToString()));

        public static readonly FrozenDictionary<string, T> Values =
            Names.ToFrozenDictionary(entry => entry.Value, entry => entry.Key);

        public static readonly string[] Ordered = [.. Enum.GetValues<T>().Select(value => Names[value])];
    }
}
