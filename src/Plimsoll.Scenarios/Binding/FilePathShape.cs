using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>The path of a file, relative to the file in which it is written.</summary>
internal sealed class FilePathShape : Shape
{
    public override bool IsScalar => true;

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is ScalarNode { Text.Length: > 0 } name)
            return new BoundConstant(FilePath.From(node.Place.File, name.Text));
        run.Report(node.Place, path, $"found {node.Found}; expected the path of a file");
        return null;
    }
}
