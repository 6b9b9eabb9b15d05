using System.Globalization;
using Plimsoll.Evidence;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>Finds where an input comes from: its own words first, then the nearest block above in its file.</summary>
internal sealed class EvidenceReader(MappingNode root, BindRun run)
{
    private static readonly string[] Kinds = [.. Enum.GetNames<EvidenceKind>().Select(KebabCase.Of)];
    private static readonly string[] BlockKeys = ["kind", "source", "date", "note"];
    private readonly Dictionary<Node, Stated?> blocks = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> unsourced = new(ReferenceEqualityComparer.Instance);
    private readonly MappingNode? sources = root.Child("sources") as MappingNode;

    /// <summary>What a block or an input states; absent parts are null.</summary>
    private sealed record Stated(Node At, EvidenceKind Kind, string? Source, DateOnly? Date, string? Note);

    /// <summary>The provenance of an input, or null when it has none or a wrong one, which is then reported.</summary>
    public Provenance? Of(Node input, string path)
    {
        var inline = input as MappingNode;
        var stating = inline?.Child("evidence") ?? input.Evidence;
        if (stating is null)
        {
            run.Report(input.Place, path, "has no evidence: add 'evidence: reported|measured|derived|assumed' to it "
                + "or put an 'evidence:' block above it in this file");
            return null;
        }

        var stated = Block(stating, path);
        if (inline is not null && stated is not null)
            stated = Amend(stated, inline, path);
        return stated is null ? null : Checked(stated, path);
    }

    /// <summary>Checks a block even when no input uses it.</summary>
    public void Check(Node block, string path) => Block(block, path);

    private Provenance? Checked(Stated stated, string path)
    {
        if (stated.Kind is EvidenceKind.Reported or EvidenceKind.Measured && stated.Source is null)
        {
            if (unsourced.Add(stated.At))
            {
                run.Report(stated.At.Place, path, $"{KebabCase.Of($"{stated.Kind}")} evidence needs a source: "
                    + "add 'source: NAME' with a name from 'sources'");
            }

            return null;
        }

        var date = stated.Date ?? (stated.Source is { } name ? SourceDate(name) : null);
        return new Provenance(stated.Kind, stated.Source, date, stated.Note);
    }

    private Stated? Block(Node block, string path)
    {
        if (!blocks.TryGetValue(block, out var stated))
            blocks[block] = stated = ReadBlock(block, path);
        return stated;
    }

    private Stated? ReadBlock(Node block, string path)
    {
        if (block is ScalarNode scalar)
            return Kind(scalar, path) is { } kind ? new Stated(block, kind, null, null, null) : null;
        if (block is not MappingNode mapping)
        {
            run.Report(block.Place, path, $"found {block.Found}; expected {string.Join(", ", Kinds)} or a mapping");
            return null;
        }

        foreach (var entry in mapping.Entries.Where(entry => !BlockKeys.Contains(entry.Key)))
        {
            run.Report(entry.KeyPlace, path, $"'{entry.Key}' is no key of evidence"
                + $"{NearestName.Hint(entry.Key, BlockKeys)}; keys: {string.Join(", ", BlockKeys)}");
        }

        if (mapping.Child("kind") is { } written)
        {
            var kind = Kind(written, path);
            var amended = Amend(new Stated(block, kind ?? EvidenceKind.Assumed, null, null, null), mapping, path);
            return kind is null ? null : amended;
        }

        run.Report(block.Place, path, $"evidence needs a 'kind': {string.Join(", ", Kinds)}");
        return null;
    }

    /// <summary>What is stated on the spot wins; another source does not keep the date of the former.</summary>
    private Stated? Amend(Stated stated, MappingNode mapping, string path)
    {
        var before = run.Diagnostics.Count;
        if (Text(mapping, "source", path) is { } source)
        {
            if (sources?.Child(source) is null)
                UnknownSource(mapping.Child("source")!, source, path);
            stated = stated with { Source = source, Date = null };
        }

        if (Text(mapping, "date", path) is { } date)
        {
            if (Iso(date) is not { } day)
                run.Report(mapping.Child("date")!.Place, path, $"found '{date}'; expected a date such as 2026-05-06");
            else
                stated = stated with { Date = day };
        }

        if (Text(mapping, "note", path) is { } note)
            stated = stated with { Note = note };
        return run.Diagnostics.Count == before ? stated : null;
    }

    private void UnknownSource(Node at, string source, string path)
    {
        var names = sources?.Keys.Where(key => key != "evidence").ToList() ?? [];
        run.Report(at.Place, path, $"found '{source}'; expected the name of a source"
            + NearestName.Hint(source, names)
            + (names.Count == 0 ? "; none is defined under 'sources'" : $"; known: {NearestName.List(names)}"));
    }

    private EvidenceKind? Kind(Node node, string path)
    {
        var text = (node as ScalarNode)?.Text ?? "";
        var index = Array.IndexOf(Kinds, text);
        if (index >= 0)
            return Enum.GetValues<EvidenceKind>()[index];
        run.Report(node.Place, path, $"found {node.Found}; expected the kind of evidence"
            + $"{NearestName.Hint(text, Kinds)}; kinds: {string.Join(", ", Kinds)}");
        return null;
    }

    private string? Text(MappingNode mapping, string key, string path)
    {
        var node = mapping.Child(key);
        if (node is null or ScalarNode { Text.Length: > 0 })
            return (node as ScalarNode)?.Text;
        run.Report(node.Place, path, $"found {node.Found}; expected text for '{key}'");
        return null;
    }

    private DateOnly? SourceDate(string source) =>
        sources?.Child(source)?.Child("date") is ScalarNode date ? Iso(date.Text) : null;

    private static DateOnly? Iso(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
