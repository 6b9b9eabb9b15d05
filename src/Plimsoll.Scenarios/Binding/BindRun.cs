using Plimsoll.Evidence;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>What one binding of a scenario gathers on its way.</summary>
internal sealed class BindRun
{
    /// <summary>Starts a binding.</summary>
    /// <param name="root">The whole scenario; evidence looks up its sources there.</param>
    /// <param name="diagnostics">Where errors go.</param>
    public BindRun(MappingNode root, List<Diagnostic> diagnostics)
    {
        Diagnostics = diagnostics;
        Evidence = new EvidenceReader(root, this);
    }

    public List<Diagnostic> Diagnostics { get; }

    public List<InputRecord> Inputs { get; } = [];

    public EvidenceReader Evidence { get; }

    public void Report(Place place, string path, string message) =>
        Diagnostics.Add(new(place.File, place.Line, place.Column, path, message));

    /// <summary>The path of a child.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
