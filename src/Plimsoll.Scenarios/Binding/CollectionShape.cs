using System.Text.RegularExpressions;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>A list.</summary>
internal abstract class ListShape(Shape element) : Shape
{
    public Shape Element => element;

    protected abstract object Make(object[] items);

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is not SequenceNode list)
        {
            run.Report(node.Place, path, $"found {node.Found}; expected a list, such as [a, b]");
            return null;
        }

        var items = list.Items.Select((item, i) => element.Bind(item, BindRun.Join(path, $"{i}"), run)).ToList();
        return items.Contains(null) ? null : BoundParts.Of(items!, Make);
    }
}

internal sealed class ListShape<T>(Shape element) : ListShape(element)
{
    protected override object Make(object[] items) => items.Cast<T>().ToArray();
}

/// <summary>Entries by name, in the order of the file.</summary>
internal abstract partial class DictionaryShape(Shape element, bool zones) : Shape
{
    public Shape Element => element;

    /// <summary>Pattern of the names: time zones where zones are listed below, else our own.</summary>
    public string NamePattern => NamesZones ? Zone().ToString() : NameText.Pattern;

    private bool NamesZones => zones && element is not DictionaryShape;

    protected abstract object Make(IReadOnlyList<string> keys, object[] values);

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is not MappingNode mapping)
        {
            run.Report(node.Place, path, $"found {node.Found}; expected a mapping of names");
            return null;
        }

        var right = true;
        var keys = new List<string>();
        var values = new List<Bound>();
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key == "evidence")
            {
                run.Evidence.Check(entry.Value, path);
                continue;
            }

            if (!(NamesZones ? Zone().IsMatch(entry.Key) : NameText.IsName(entry.Key)))
            {
                run.Report(entry.KeyPlace, path, $"found '{entry.Key}' as a name; expected {Rule}");
                right = false;
            }

            keys.Add(entry.Key);
            if (element.Bind(entry.Value, BindRun.Join(path, entry.Key), run) is { } value)
                values.Add(value);
            else
                right = false;
        }

        return right ? BoundParts.Of(values, parts => Make(keys, parts)) : null;
    }

    private string Rule => NamesZones
        ? "a time zone such as America/Los_Angeles"
        : NameText.Expected;

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9./_+-]*$")]
    private static partial Regex Zone();
}

internal sealed class DictionaryShape<T>(Shape element, bool zones) : DictionaryShape(element, zones)
{
    protected override object Make(IReadOnlyList<string> keys, object[] values)
    {
        var entries = new OrderedDictionary<string, T>(keys.Count);
        for (var i = 0; i < values.Length; i++)
            entries.Add(keys[i], (T)values[i]);
        return entries;
    }
}
