using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// The fields of one JSON object. Everything that is wrong is noted, and something that means nothing is returned in
/// its place.
/// </summary>
internal sealed class Fields
{
    private const int LongestText = 256;

    private readonly Dictionary<string, JsonElement> found = [];
    private readonly List<string> known = [];
    private readonly string place;
    private readonly List<string> problems;

    /// <summary>Takes an object.</summary>
    /// <param name="from">The object.</param>
    /// <param name="place">What its fields' names begin with in messages.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public Fields(JsonElement from, string place, List<string> problems)
    {
        this.place = place;
        this.problems = problems;
        foreach (var field in from.EnumerateObject())
        {
            if (!found.TryAdd(field.Name, field.Value))
                problems.Add($"{place}{field.Name}: found twice; expected once");
        }
    }

    /// <summary>The object as messages call it.</summary>
    public string Place => place.TrimEnd('.');

    /// <summary>A value as messages show it.</summary>
    public static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : $"{text[..40]}…";
    }

    /// <summary>Whether a field is there, which it need not be.</summary>
    public bool Has(string name)
    {
        known.Add(name);
        return found.ContainsKey(name);
    }

    public string Text(string name)
    {
        if (Find(name, JsonValueKind.String, "a text") is not { } value)
            return "";
        var text = value.GetString()!;
        if (text.Length is 0 or > LongestText)
            Wrong(name, value, $"a text of 1 to {LongestText} characters");
        return text;
    }

    public ImmutableArray<string> Names(string name)
    {
        const string expected = "a list of names";
        if (Find(name, JsonValueKind.Array, expected) is not { } list)
            return [];
        if (list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString() != ""))
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        Wrong(name, list, expected);
        return [];
    }

    public bool Flag(string name)
    {
        Has(name);
        if (!found.TryGetValue(name, out var value))
            Missing(name, "true or false");
        else if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Wrong(name, value, "true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public long Number(string name, long least, long most)
    {
        var expected = $"a whole number from {least} to {most}";
        if (Find(name, JsonValueKind.Number, expected) is not { } value)
            return least;
        if (value.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        Wrong(name, value, expected);
        return least;
    }

    /// <summary>A number that need not be whole.</summary>
    public double Real(string name, double least)
    {
        var expected = $"a number from {least.ToString(CultureInfo.InvariantCulture)} up";
        if (Find(name, JsonValueKind.Number, expected) is not { } value)
            return least;
        if (value.TryGetDouble(out var number) && number >= least && double.IsFinite(number))
            return number;
        Wrong(name, value, expected);
        return least;
    }

    /// <summary>A length of time in nanoseconds.</summary>
    public Duration Length(string name) => new(Number(name, 0, long.MaxValue));

    public Instant Instant(string name)
    {
        if (Find(name, JsonValueKind.String, InstantText.Form) is not { } value)
            return default;
        if (InstantText.TryParse(value.GetString()!) is { } instant)
            return instant;
        Wrong(name, value, InstantText.Form);
        return default;
    }

    public ScopeName Scope(string name)
    {
        if (Find(name, JsonValueKind.String, ScopeName.Form) is not { } value)
            return default;
        if (ScopeName.TryParse(value.GetString()) is { } scope)
            return scope;
        Wrong(name, value, ScopeName.Form);
        return default;
    }

    /// <summary>One of some names; null where it is none of them.</summary>
    public string? Choice(string name, IReadOnlyList<string> names)
    {
        var expected = $"one of: {string.Join(", ", names)}";
        if (Find(name, JsonValueKind.String, expected) is not { } value)
            return null;
        if (names.Contains(value.GetString()!))
            return value.GetString();
        Wrong(name, value, expected + NearestName.Hint(value.GetString()!, names));
        return null;
    }

    /// <summary>A value of an enum, by its name in snake case.</summary>
    public T Value<T>(string name)
        where T : struct, Enum =>
        Choice(name, SnakeCase.All<T>()) is { } text ? SnakeCase.Find<T>(text)!.Value : default;

    /// <summary>Values of an enum, by their names in snake case.</summary>
    public ImmutableArray<T> Values<T>(string name)
        where T : struct, Enum
    {
        var names = Names(name);
        foreach (var wrong in names.Where(one => SnakeCase.Find<T>(one) is null))
        {
            problems.Add($"{place}{name}: found '{wrong}'; expected names of: {string.Join(", ", SnakeCase.All<T>())}"
                + NearestName.Hint(wrong, SnakeCase.All<T>()));
        }

        return [.. names.Select(SnakeCase.Find<T>).OfType<T>()];
    }

    /// <summary>The objects of a list within this one; none where there is no list.</summary>
    public IReadOnlyList<Fields> List(string name)
    {
        const string expected = "a list of objects";
        if (Find(name, JsonValueKind.Array, expected) is not { } list)
            return [];
        if (list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
        {
            return [.. list.EnumerateArray()
                .Select((item, i) => new Fields(item, $"{place}{name}[{i}].", problems))];
        }

        Wrong(name, list, expected);
        return [];
    }

    /// <summary>The fields of an object within this one; null where there is none.</summary>
    public Fields? Object(string name) => Find(name, JsonValueKind.Object, "an object") is { } value
        ? new Fields(value, $"{place}{name}.", problems)
        : null;

    /// <summary>Notes every field that nobody asked for.</summary>
    /// <param name="what">What the object is.</param>
    public void RefuseOthers(string what)
    {
        foreach (var name in found.Keys.Where(name => !known.Contains(name)))
        {
            problems.Add($"{place}{name}: is no field of {what}{NearestName.Hint(name, known)}; "
                + $"fields: {string.Join(", ", known.Distinct())}");
        }
    }

    /// <summary>Notes that a field is something else than was expected.</summary>
    public void Wrong(string name, string expected)
    {
        if (found.TryGetValue(name, out var value))
            Wrong(name, value, expected);
    }

    /// <summary>Notes something else that is wrong.</summary>
    public void Problem(string message) => problems.Add(message);

    private JsonElement? Find(string name, JsonValueKind kind, string expected)
    {
        Has(name);
        if (!found.TryGetValue(name, out var value))
            Missing(name, expected);
        else if (value.ValueKind != kind)
            Wrong(name, value, expected);
        else
            return value;
        return null;
    }

    private void Missing(string name, string expected) =>
        problems.Add($"{place}{name}: is missing; expected {expected}");

    private void Wrong(string name, JsonElement value, string expected) =>
        problems.Add($"{place}{name}: found {Shown(value)}; expected {expected}");
}
