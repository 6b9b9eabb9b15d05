using System.Text;

namespace Plimsoll.Scenarios.Yaml;

/// <summary>A scenario file with everything that it includes, merged into one tree.</summary>
internal sealed class ScenarioTree(List<Diagnostic> diagnostics)
{
    private const string IncludeKey = "include";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly HashSet<string> open = [];
    private readonly HashSet<string> done = [];
    private bool complete = true;

    /// <summary>The merged tree, or null when a file could not be read: binding half a scenario helps nobody.</summary>
    public static MappingNode? Read(string file, List<Diagnostic> diagnostics)
    {
        var tree = new ScenarioTree(diagnostics);
        var root = tree.ReadFile(file, new Place(file, 1, 1));
        return tree.complete ? root : null;
    }

    private MappingNode? ReadFile(string file, Place asked)
    {
        var identity = Path.GetFullPath(file);
        if (open.Contains(identity))
            return Fail(asked, $"'{file}' includes itself, directly or by way of others; remove one of the includes");
        if (!done.Add(identity))
            return new MappingNode(asked, []);
        if (ReadText(file, asked) is not { } text)
            return null;
        if (NodeReader.Read(file, text, diagnostics) is not { } own)
        {
            complete = false;
            return null;
        }

        open.Add(identity);
        var merged = new MappingNode(own.Place, []);
        foreach (var include in Includes(own))
        {
            var path = Normalize(Path.Combine(Path.GetDirectoryName(file) ?? "", include.Text));
            if (ReadFile(path, include.Place) is { } part)
                merged = Merge(merged, part, "");
        }

        open.Remove(identity);
        return Merge(merged, own.Without(IncludeKey), "");
    }

    private string? ReadText(string file, Place asked)
    {
        try
        {
            return File.ReadAllText(file, StrictUtf8);
        }
        catch (DecoderFallbackException error)
        {
            Fail(new Place(file, 1, 1), $"byte {error.Index} is not UTF-8; save the file as UTF-8");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            Fail(asked, open.Count == 0
                ? "there is no such file; expected a scenario file or a directory with a scenario.yaml"
                : $"there is no file '{file}'; paths are relative to the file that includes");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(asked, $"'{file}' cannot be read: {error.Message}");
        }

        return null;
    }

    private IEnumerable<ScalarNode> Includes(MappingNode own)
    {
        var include = own.Child(IncludeKey);
        if (include is null)
            yield break;
        if (include is not SequenceNode list)
        {
            Fail(include.Place, $"found {include.Found}; expected a list of files, such as [plans.yaml]");
            yield break;
        }

        foreach (var item in list.Items)
        {
            if (item is ScalarNode { Text.Length: > 0 } file && !Path.IsPathRooted(file.Text))
                yield return file;
            else
                Fail(item.Place, $"found {item.Found}; expected a file relative to this one");
        }
    }

    private MappingNode Merge(MappingNode first, MappingNode second, string path)
    {
        var entries = first.Entries.ToBuilder();
        var indices = first.Entries.Select((entry, i) => (entry.Key, i)).ToDictionary();
        foreach (var entry in second.Entries)
        {
            if (!indices.TryGetValue(entry.Key, out var index))
            {
                entries.Add(entry);
                continue;
            }

            // Every node knows the evidence block of its own file already, so the blocks need no merging.
            if (entry.Key == "evidence")
                continue;
            var inner = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (entries[index].Value is MappingNode left && entry.Value is MappingNode right)
                entries[index] = entries[index] with { Value = Merge(left, right, inner) };
            else
                Conflict(entry, inner, entries[index].KeyPlace);
        }

        // The including file comes second: what is missing is missing there.
        return second with { Entries = entries.ToImmutable() };
    }

    private void Conflict(Entry entry, string path, Place before) =>
        diagnostics.Add(new(entry.KeyPlace.File, entry.KeyPlace.Line, entry.KeyPlace.Column, path,
            $"'{entry.Key}' is already defined at {before}; define it in one file only"));

    private MappingNode? Fail(Place place, string message)
    {
        complete = false;
        diagnostics.Add(new(place.File, place.Line, place.Column, "", message));
        return null;
    }

    /// <summary>Folds <c>a/../b</c>, so that messages show one short path per file and keep it relative.</summary>
    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not (".." or ""))
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
