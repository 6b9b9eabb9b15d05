using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>One node that a pattern reached.</summary>
internal readonly record struct Match(string Path, string Key, Place KeyPlace, Node Node);

/// <summary>Finds nodes by patterns such as <c>sites.*.contract</c>; <c>*</c> is any key or index.</summary>
internal static class TreeQuery
{
    public static IEnumerable<Match> Select(Node root, string pattern) =>
        pattern.Split('.').Aggregate(
            Enumerable.Repeat(new Match("", "", root.Place, root), 1),
            (matches, step) => matches.SelectMany(match => Children(match, step)));

    private static IEnumerable<Match> Children(Match parent, string step) => parent.Node switch
    {
        MappingNode mapping => mapping.Entries
            .Where(entry => step == "*" ? entry.Key != "evidence" : entry.Key == step)
            .Select(entry => new Match(BindRun.Join(parent.Path, entry.Key), entry.Key, entry.KeyPlace, entry.Value)),
        SequenceNode list when step == "*" => list.Items
            .Select((item, i) => new Match(BindRun.Join(parent.Path, $"{i}"), $"{i}", item.Place, item)),
        _ => [],
    };
}
