using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plimsoll.Scenarios.Yaml;

/// <summary>Reads one YAML text into nodes, without anchors, aliases or further documents.</summary>
internal sealed class NodeReader
{
    private const int MostLevels = 64;

    private readonly string file;
    private readonly List<Diagnostic> diagnostics;
    private readonly Parser parser;
    private int depth;

    private NodeReader(string file, TextReader text, List<Diagnostic> diagnostics)
    {
        this.file = file;
        this.diagnostics = diagnostics;
        parser = new Parser(text);
    }

    /// <summary>The root mapping, or null when the text is none. Adds what is wrong to the diagnostics.</summary>
    public static MappingNode? Read(string file, string text, List<Diagnostic> diagnostics)
    {
        try
        {
            using var lines = new StringReader(text);
            return new NodeReader(file, lines, diagnostics).ReadDocument();
        }
        catch (YamlException error)
        {
            diagnostics.Add(Explain(file, text, error));
            return null;
        }
    }

    /// <summary>The parser complains far from a tab that misleads it, so a tab is named first.</summary>
    private static Diagnostic Explain(string file, string text, YamlException error)
    {
        var lines = text.Split('\n');
        for (var line = 1; line <= lines.Length; line++)
        {
            var written = lines[line - 1];
            var tab = written.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && string.IsNullOrWhiteSpace(written[..tab]))
                return new(file, line, tab + 1, "", "found a tab in the indentation; indent with spaces");
        }

        var reason = (error.InnerException?.Message ?? error.Message).TrimEnd('.');
        return new(file, (int)error.Start.Line, (int)error.Start.Column, "",
            $"this is not YAML: {reason}; check indentation, colons and quotes here");
    }

    private MappingNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            Report(new Place(file, 1, 1), "the file is empty; expected a mapping of keys");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = ReadNode();
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            Report(At(second.Start), "found a second document; write one document in a file and use 'include'");
            return null;
        }

        if (root is MappingNode mapping)
            return (MappingNode)WithEvidence(mapping, null);
        Report(root.Place, $"found {root.Found}; expected a mapping of keys");
        return null;
    }

    private Node ReadNode()
    {
        // A scenario needs a handful of levels; far more would exhaust the stack.
        if (depth++ > MostLevels && parser.Current is { } deep)
            throw new YamlException(deep.Start, deep.End, $"found more than {MostLevels} levels of nesting");
        var node = ReadLevel();
        depth--;
        return node;
    }

    private Node ReadLevel()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            Report(At(alias.Start),
                $"aliases such as *{alias.Value} are not accepted; write the value out or use 'include'");
            return new ScalarNode(At(alias.Start), "");
        }

        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            Report(At(anchored.Start),
                $"anchors such as &{anchored.Anchor} are not accepted; remove it or use 'include'");
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
            return new SequenceNode(At(sequence.Start), ReadItems());
        if (parser.TryConsume<MappingStart>(out var mapping))
            return new MappingNode(At(mapping.Start), ReadEntries());
        var scalar = parser.Consume<Scalar>();
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null";
        return new ScalarNode(At(scalar.Start), isNull ? "" : scalar.Value);
    }

    private ImmutableArray<Node> ReadItems()
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode());
        return items.ToImmutable();
    }

    private ImmutableArray<Entry> ReadEntries()
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        var places = new Dictionary<string, Place>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = ReadNode();
            if (key is not ScalarNode name)
                Report(key.Place, $"found {key.Found} as a key; expected a name");
            else if (!places.TryAdd(name.Text, name.Place))
                Report(name.Place, $"'{name.Text}' is already defined at {places[name.Text]}; define it once");
            else
                entries.Add(new Entry(name.Text, name.Place, value));
        }

        return entries.ToImmutable();
    }

    /// <summary>A node with what covers the inputs in it, but for those that state their own.</summary>
    internal static Node WithEvidence(Node node, Node? around)
    {
        switch (node)
        {
            case MappingNode mapping:
                var inside = mapping.Child("evidence") ?? around;
                var entries = mapping.Entries.Select(entry =>
                    entry.Key == "evidence" ? entry : entry with { Value = WithEvidence(entry.Value, inside) });
                return mapping with { Evidence = around, Entries = [.. entries] };
            case SequenceNode sequence:
                return sequence with
                {
                    Evidence = around,
                    Items = [.. sequence.Items.Select(item => WithEvidence(item, around))],
                };
            default:
                return node with { Evidence = around };
        }
    }

    private Place At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private void Report(Place place, string message) =>
        diagnostics.Add(new(place.File, place.Line, place.Column, "", message));
}
