using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>Where a rule is being checked, so that it can point at what is wrong.</summary>
internal readonly record struct RuleScope(MappingNode Mapping, string Path, BindRun Run)
{
    /// <summary>What messages call what is written under a key: of a number with evidence, the number.</summary>
    public string Found(string key)
    {
        var node = Mapping.Child(key);
        return (node?.Child("value") ?? node?.Child("mid") ?? node ?? Mapping).Found;
    }

    /// <summary>Reports at a place below the record, given as keys and indices.</summary>
    public void Report(string message, params string[] at)
    {
        Node node = Mapping;
        var path = Path;
        foreach (var key in at)
        {
            node = node.Child(key) ?? node;
            path = BindRun.Join(path, key);
        }

        Run.Report(node.Place, path, message);
    }
}
