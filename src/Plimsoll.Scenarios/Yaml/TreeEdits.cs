using System.Globalization;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Validation;

namespace Plimsoll.Scenarios.Yaml;

/// <summary>What-ifs from the command line, as edits of the tree: they pass the same checks as files.</summary>
internal static class TreeEdits
{
    private const string SetOption = "--set";
    private const string WithoutOption = "--without";

    /// <summary>Sets values in order. Reports paths that do not exist, with the nearest one that does.</summary>
    public static MappingNode Set(
        MappingNode root,
        IReadOnlyList<(string Path, string Value)> settings,
        List<Diagnostic> diagnostics)
    {
        Node changed = root;
        var places = Settable(Shape.OfRecord(typeof(ScenarioSpec)), root, []).ToLookup(place => place.Shape.IsScalar);
        var settable = places[true].ToDictionary(place => string.Join('.', place.Keys), place => place.Keys);
        var mappings = places[false].Where(place => place.Shape is DictionaryShape).ToList();
        var records = places[false].Where(place => place.Shape is RecordShape)
            .ToDictionary(place => string.Join('.', place.Keys), place => place.Keys);
        for (var i = 0; i < settings.Count; i++)
        {
            var (path, value) = settings[i];
            var place = new Place(SetOption, i + 1, 1);
            var record = value.StartsWith('{') ? records.GetValueOrDefault(path) : null;
            if ((settable.GetValueOrDefault(path) ?? record ?? NewEntry(path, value, mappings)) is { } keys)
            {
                var written = Written(place, value, diagnostics);
                changed = Replace(changed, keys, Assumed(place, written, "set on the command line"));
            }
            else
            {
                diagnostics.Add(new(place.File, place.Line, place.Column, path, Unknown(path, settable.Keys)));
            }
        }

        return (MappingNode)changed;
    }

    /// <summary>Removes a site.</summary>
    public static MappingNode RemoveSite(MappingNode root, string site, List<Diagnostic> diagnostics)
    {
        const string sites = "sites";
        const string outages = "outages";
        if (root.Child(sites) is MappingNode present && site != "evidence" && present.Child(site) is not null)
        {
            var without = (MappingNode)Replace(root, [sites], present.Without(site));
            if (root.Child(outages)?.Child(sites) is MappingNode stated)
                without = (MappingNode)Replace(without, [outages, sites], stated.Without(site));
            return WithoutMentions(without, site);
        }

        var names = (root.Child(sites) as MappingNode)?.Keys.Where(key => key != "evidence").ToList() ?? [];
        diagnostics.Add(new(WithoutOption, 1, 1, sites, $"found '{site}'; expected the name of a site"
            + $"{NearestName.Hint(site, names)}; known: {NearestName.List(names)}"));
        return root;
    }

    /// <summary>Leaves a site out of what is said about where work may run, and about what is around it.</summary>
    private static MappingNode WithoutMentions(MappingNode root, string site)
    {
        Node changed = root;
        foreach (var list in TreeQuery.Select(root, "allocation.*.*.sites"))
        {
            if (list.Node is SequenceNode sites)
            {
                changed = Replace(changed, list.Path.Split('.'),
                    sites with { Items = sites.Items.RemoveAll(item => (item as ScalarNode)?.Text == site) });
            }
        }

        foreach (var named in new[] { "community.pledges.*.sites", "community.price-effects" })
        {
            foreach (var match in TreeQuery.Select(changed, named))
            {
                if (match.Node is MappingNode sites)
                    changed = Replace(changed, match.Path.Split('.'), sites.Without(site));
            }
        }

        foreach (var match in TreeQuery.Select(changed, "community.*").ToList())
        {
            if (match.Node is not MappingNode entries)
                continue;
            var left = entries.Entries.RemoveAll(entry =>
                (entry.Value as MappingNode)?.Child("site") is ScalarNode about && about.Text == site);
            changed = Replace(changed, match.Path.Split('.'), entries with { Entries = left });
        }

        return (MappingNode)changed;
    }

    private static string Unknown(string path, IEnumerable<string> paths) =>
        $"there is no value at this path{NearestName.Hint(path, paths)}; "
        + "paths are the keys from the top joined by dots, and items of lists are numbered from 0";

    /// <summary>
    /// The keys of an entry that is to be added to a mapping of names: a value, or whole in braces where it has keys.
    /// </summary>
    private static string[]? NewEntry(string path, string value, List<(string[] Keys, Shape Shape)> mappings)
    {
        foreach (var (keys, shape) in mappings)
        {
            if (((DictionaryShape)shape).Element.IsScalar == value.StartsWith('{'))
                continue;
            var above = $"{string.Join('.', keys)}.";
            if (path.StartsWith(above, StringComparison.Ordinal) && NameText.IsName(path[above.Length..]))
                return [.. keys, path[above.Length..]];
        }

        return null;
    }

    /// <summary>The value as a file would write it: a scalar, or a mapping in braces.</summary>
    private static Node Written(Place place, string value, List<Diagnostic> diagnostics) =>
        value.StartsWith('{') && NodeReader.Read(place.File, value, diagnostics) is { } mapping
            ? mapping : new ScalarNode(place, value);

    /// <summary>Something from the command line, whose numbers count as assumed.</summary>
    public static Node Assumed(Place place, Node value, string note)
    {
        var evidence = new MappingNode(place,
        [
            new Entry("kind", place, new ScalarNode(place, "assumed")),
            new Entry("note", place, new ScalarNode(place, note)),
        ]);
        return NodeReader.WithEvidence(value, evidence);
    }

    /// <summary>Places of values, of what is left out too, of records and of mappings that take names.</summary>
    private static IEnumerable<(string[] Keys, Shape Shape)> Settable(Shape shape, Node? node, string[] above)
    {
        if (shape.IsScalar)
            return [(above, shape)];
        return (shape, node) switch
        {
            (RecordShape record, MappingNode or null) => record.Keys.SelectMany(key =>
                Settable(key.Shape, node?.Child(key.Name), [.. above, key.Name])).Append((above, shape)),
            (DictionaryShape names, MappingNode or null) => EntriesOf(node).SelectMany(entry =>
                Settable(names.Element, entry.Value, [.. above, entry.Key])).Append((above, shape)),
            (ListShape list, SequenceNode items) => items.Items.SelectMany((item, i) =>
                Settable(list.Element, item, [.. above, i.ToString(CultureInfo.InvariantCulture)])),
            _ => [],
        };
    }

    private static IEnumerable<Entry> EntriesOf(Node? node) =>
        (node as MappingNode)?.Entries.Where(entry => entry.Key != "evidence") ?? [];

    /// <summary>A tree with another node at a path, whose last keys need not be there yet.</summary>
    public static Node Replace(Node node, ReadOnlySpan<string> keys, Node value)
    {
        if (keys.IsEmpty)
            return value;
        if (node is SequenceNode list)
        {
            var index = int.Parse(keys[0], CultureInfo.InvariantCulture);
            return list with { Items = list.Items.SetItem(index, Replace(list.Items[index], keys[1..], value)) };
        }

        var mapping = (MappingNode)node;
        for (var i = 0; i < mapping.Entries.Length; i++)
        {
            var entry = mapping.Entries[i];
            if (entry.Key == keys[0])
            {
                var replaced = entry with { Value = Replace(entry.Value, keys[1..], value) };
                return mapping with { Entries = mapping.Entries.SetItem(i, replaced) };
            }
        }

        var added = keys.Length == 1 ? value : Replace(new MappingNode(value.Place, []), keys[1..], value);
        return mapping with { Entries = mapping.Entries.Add(new Entry(keys[0], value.Place, added)) };
    }
}
