using System.Collections.Immutable;
using System.Globalization;

namespace Plimsoll.Scenarios.Yaml;

/// <summary>Where something is written. Lines and columns count from 1.</summary>
internal readonly record struct Place(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A piece of YAML with its place. Immutable. A closed family: mapping, sequence or scalar.</summary>
/// <param name="Place">Where it starts.</param>
internal abstract record Node(Place Place)
{
    /// <summary>
    /// The nearest <c>evidence</c> block around it in its own file. Kept on the node because files are merged: what
    /// one file says about its inputs must not cover those of another.
    /// </summary>
    public Node? Evidence { get; init; }

    /// <summary>What messages call it.</summary>
    public abstract string Found { get; }

    /// <summary>Files in which it and what is in it are written, each once.</summary>
    public IReadOnlyList<string> Files => [.. Places().Select(place => place.File).Distinct()];

    /// <summary>The places of it and of everything in it.</summary>
    protected virtual IEnumerable<Place> Places() => [Place];

    /// <summary>The child under a key or index, or null.</summary>
    public abstract Node? Child(string key);
}

internal sealed record ScalarNode(Place Place, string Text) : Node(Place)
{
    public override string Found => Text.Length == 0 ? "nothing" : $"'{Text}'";

    public override Node? Child(string key) => null;
}

internal sealed record SequenceNode(Place Place, ImmutableArray<Node> Items) : Node(Place)
{
    public override string Found => "a list";

    public override Node? Child(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Items.Length
            ? Items[index] : null;
}

internal sealed record MappingNode(Place Place, ImmutableArray<Entry> Entries) : Node(Place)
{
    public override string Found => "a mapping";

    public override Node? Child(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
                return entry.Value;
        }

        return null;
    }

    public IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    protected override IEnumerable<Place> Places() =>
        [Place, .. Entries.SelectMany(entry => entry.Value is MappingNode inner ? inner.Places() : [entry.KeyPlace])];

    public MappingNode Without(string key) => this with { Entries = Entries.RemoveAll(entry => entry.Key == key) };
}

internal readonly record struct Entry(string Key, Place KeyPlace, Node Value);
