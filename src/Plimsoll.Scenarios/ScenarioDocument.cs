using System.Collections.Frozen;
using Plimsoll.Evidence;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Validation;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios;

/// <summary>A valid scenario with the evidence of every input. Immutable; safe to share between threads.</summary>
public sealed class ScenarioDocument
{
    private readonly MappingNode root;
    private readonly Bound bound;
    private readonly FrozenSet<string> paths;

    private ScenarioDocument(string name, MappingNode root, Bound bound, IEnumerable<InputRecord> inputs)
    {
        Name = name;
        this.root = root;
        this.bound = bound;
        Inputs = [.. inputs.OrderBy(input => input.Path, StringComparer.Ordinal)];
        PlanInputs = [.. Inputs.Where(input => !input.IsFootprintOnly)];
        paths = Inputs.Select(input => input.Path).ToFrozenSet();
    }

    /// <summary>Name of the scenario's directory, or of its file without the extension.</summary>
    public string Name { get; }

    /// <summary>The scenario with the middle value of every input.</summary>
    public ScenarioSpec Spec => (ScenarioSpec)bound.Value;

    /// <summary>Files that it was read from, as they were opened.</summary>
    public IReadOnlyList<string> Files => root.Files;

    /// <summary>Every input with its evidence, in ordinal order of the paths.</summary>
    public IReadOnlyList<InputRecord> Inputs { get; }

    /// <summary>The inputs that a plan may rest on: all but those that only a footprint reads.</summary>
    public IReadOnlyList<InputRecord> PlanInputs { get; }

    /// <summary>
    /// The scenario with some values replaced, as <c>--set PATH=VALUE</c> asks. A replaced input counts as assumed.
    /// </summary>
    /// <param name="settings">Dotted paths, list items by index from 0, and values as a file would write them.</param>
    public LoadResult With(IReadOnlyList<(string Path, string Value)> settings)
    {
        var diagnostics = new List<Diagnostic>();
        var changed = TreeEdits.Set(root, settings, diagnostics);
        return Bind(Name, changed, diagnostics);
    }

    /// <summary>The scenario without one of its sites, as <c>--without SITE</c> asks.</summary>
    /// <param name="site">Name of the site.</param>
    public LoadResult Without(string site)
    {
        var diagnostics = new List<Diagnostic>();
        var changed = TreeEdits.RemoveSite(root, site, diagnostics);
        return diagnostics.Count == 0 ? Bind(Name, changed, diagnostics) : Reject(diagnostics);
    }

    /// <summary>The scenario with more supply, as <c>--add</c> asks.</summary>
    /// <param name="text"><c>AMOUNT KIND at [new] PLACE [from DATE]</c>.</param>
    /// <param name="index">Which of the additions it is, from 0; messages count from 1.</param>
    public LoadResult Adding(string text, int index = 0)
    {
        var diagnostics = new List<Diagnostic>();
        var changed = TreeAdditions.Add(root, Spec, text, index, diagnostics);
        return diagnostics.Count == 0 ? Bind(Name, changed, diagnostics) : Reject(diagnostics);
    }

    /// <summary>
    /// The scenario with other values for some inputs. Parts that hold none of them are shared with
    /// <see cref="Spec"/>. The values are taken as they are: they have to be within the limits that files are held to.
    /// </summary>
    /// <param name="baseValues">New values in base units by the paths of <see cref="Inputs"/>.</param>
    /// <exception cref="ArgumentException">A path is not among the inputs.</exception>
    public ScenarioSpec Variant(IReadOnlyDictionary<string, double> baseValues)
    {
        foreach (var path in baseValues.Keys)
        {
            if (!paths.Contains(path))
                throw new ArgumentException($"'{path}' is no input of scenario {Name}.", nameof(baseValues));
        }

        return (ScenarioSpec)bound.With(baseValues);
    }

    internal static LoadResult Bind(string name, MappingNode root, List<Diagnostic> diagnostics)
    {
        var run = new BindRun(root, diagnostics);
        var bound = Shape.OfRecord(typeof(ScenarioSpec)).Bind(root, "", run);
        TreeRules.Check(root, run);
        if (bound is not null && diagnostics.Count == 0)
            MeasuredRules.Check((ScenarioSpec)bound.Value, root, run);
        return bound is null || diagnostics.Count > 0
            ? Reject(diagnostics)
            : new LoadResult.Loaded(new ScenarioDocument(name, root, bound, run.Inputs));
    }

    internal static LoadResult Reject(List<Diagnostic> diagnostics) =>
        new LoadResult.Rejected(Diagnostic.InOrder(diagnostics));
}
