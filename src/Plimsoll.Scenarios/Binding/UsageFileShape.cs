using Plimsoll.Scenarios.Loads;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>A file with usage by hour, read as it is named.</summary>
internal sealed class UsageFileShape : Shape
{
    public override bool IsScalar => true;

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is not ScalarNode { Text.Length: > 0 } name)
        {
            run.Report(node.Place, path, $"found {node.Found}; expected a file with usage by hour");
            return null;
        }

        // A file that the command line names is relative to where the command runs: its place has no directory.
        var file = Path.Combine(Path.GetDirectoryName(node.Place.File) ?? "", name.Text);
        if (UsageTable.Read(file, out var problems) is { } usage)
            return new BoundConstant(usage);
        run.Diagnostics.AddRange(problems.First);
        if (problems.Count > problems.First.Count)
            run.Report(node.Place, path, $"{file} has {problems.Count - problems.First.Count} more errors");
        return null;
    }
}
