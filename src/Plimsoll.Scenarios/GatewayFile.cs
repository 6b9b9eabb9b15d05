using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios;

/// <summary>A gateway's configuration as a file states it. Immutable.</summary>
public sealed class GatewayFile
{
    private static readonly string[] OwnKeys = ["upstreams", "listen", "management"];

    private readonly MappingNode root;

    private GatewayFile(MappingNode root, GatewaySpec spec) => (this.root, Spec) = (root, spec);

    /// <summary>What it states.</summary>
    public GatewaySpec Spec { get; }

    /// <summary>Files that it was read from, as they were opened.</summary>
    public IReadOnlyList<string> Files => root.Files;

    /// <summary>
    /// Whether a path holds the configuration of a gateway rather than a scenario: a file with keys that only such a
    /// one has. What cannot be read is neither, and both would say why.
    /// </summary>
    /// <param name="path">A YAML file.</param>
    public static bool IsAt(string path) =>
        File.Exists(path) && ScenarioTree.Read(path, []) is { } root && OwnKeys.Any(key => root.Child(key) is not null);

    /// <summary>Reads a file with everything that it includes.</summary>
    /// <param name="path">A YAML file.</param>
    /// <param name="errors">Everything that is wrong, in order; empty when nothing is.</param>
    /// <returns>The configuration; null when something is wrong.</returns>
    public static GatewayFile? Load(string path, out IReadOnlyList<Diagnostic> errors)
    {
        var found = new List<Diagnostic>();
        GatewayFile? file = null;
        if (!File.Exists(path))
            found.Add(new(path, 1, 1, "", "there is no such file; expected the configuration of a gateway"));
        else if (ScenarioTree.Read(path, found) is { } root)
            file = Bind(root, found);
        errors = Diagnostic.InOrder(found);
        return errors.Count == 0 ? file : null;
    }

    /// <summary>Says what is wrong with a value that was read, once more is known of the world around it.</summary>
    /// <param name="path">Dotted place; what is not written there is told of where it would be.</param>
    /// <param name="message">What is wrong, and what to do about it.</param>
    public Diagnostic Fault(string path, string message)
    {
        Node node = root;
        foreach (var key in path.Split('.'))
            node = node.Child(key) ?? node;
        return new(node.Place.File, node.Place.Line, node.Place.Column, path, message);
    }

    private static GatewayFile? Bind(MappingNode root, List<Diagnostic> errors)
    {
        var run = new BindRun(root, errors);
        RefuseEvidence(root, "", run);
        return Shape.OfRecord(typeof(GatewaySpec)).Bind(root, "", run) is { } bound
            ? new GatewayFile(root, (GatewaySpec)bound.Value) : null;
    }

    /// <summary>Scenarios say where their numbers come from; what an operator sets is so because it is set.</summary>
    private static void RefuseEvidence(Node node, string path, BindRun run)
    {
        if (node is not MappingNode mapping)
            return;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key == "evidence")
                run.Report(entry.KeyPlace, path, "'evidence' is no key here; a configuration has none");
            else
                RefuseEvidence(entry.Value, BindRun.Join(path, entry.Key), run);
        }
    }
}
