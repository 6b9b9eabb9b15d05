using System.Globalization;
using Plimsoll.Evidence;
using Plimsoll.Planning.Outages;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Validation;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios;

/// <summary>An adequacy study as a file states it.</summary>
/// <param name="Title">What the system is.</param>
/// <param name="System">What is computed with.</param>
/// <param name="Inputs">Every input with its evidence.</param>
public sealed record AdequacyFile(string Title, OutageSystem System, IReadOnlyList<InputRecord> Inputs)
{
    private const string FileInDirectory = "adequacy.yaml";

    /// <summary>
    /// Whether a path holds an adequacy study rather than a scenario: a file that states units. What cannot be read is
    /// neither, and both would say why.
    /// </summary>
    /// <param name="path">A YAML file, or a directory.</param>
    public static bool IsAt(string path) => Directory.Exists(path)
        ? File.Exists(Path.Combine(path, FileInDirectory))
        : File.Exists(path) && ScenarioTree.Read(path, [])?.Child("units") is not null;

    /// <summary>Reads a file with everything that it includes and the loads that it names.</summary>
    /// <param name="path">A YAML file, or a directory with an <c>adequacy.yaml</c>.</param>
    /// <param name="errors">Everything that is wrong, in order; empty when nothing is.</param>
    /// <returns>The study; null when something is wrong.</returns>
    public static AdequacyFile? Load(string path, out IReadOnlyList<Diagnostic> errors)
    {
        var found = new List<Diagnostic>();
        var study = Read(Directory.Exists(path) ? Path.Combine(path, FileInDirectory) : path, found);
        errors = Diagnostic.InOrder(found);
        return errors.Count == 0 ? study : null;
    }

    private static AdequacyFile? Read(string file, List<Diagnostic> errors)
    {
        if (!File.Exists(file))
        {
            errors.Add(new(file, 1, 1, "", "there is no such file; expected an adequacy file or a directory with an "
                + FileInDirectory));
            return null;
        }

        if (ScenarioTree.Read(file, errors) is not { } root)
            return null;
        var run = new BindRun(root, errors);
        var bound = Shape.OfRecord(typeof(AdequacySpec)).Bind(root, "", run);
        CommonModeRules.Check(root, run);
        var loads = root.Child("load")?.Child("csv") is ScalarNode { Text.Length: > 0 } csv
            ? ReadLoads(file, csv, errors) : null;
        if (bound is null || errors.Count > 0)
            return null;
        var spec = (AdequacySpec)bound.Value;
        return new(spec.Title, OutageCompiler.Compile(spec, loads), run.Inputs);
    }

    private static List<double> ReadLoads(string from, ScalarNode name, List<Diagnostic> errors)
    {
        var file = Path.Combine(Path.GetDirectoryName(from) ?? "", name.Text);
        var loads = new List<double>();
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(name.Place.File, name.Place.Line, name.Place.Column, "load.csv",
                $"'{file}' cannot be read: {error.Message}"));
            return loads;
        }

        var end = Array.FindLastIndex(lines, line => line.Length > 0) + 1;
        for (var i = 0; i < end; i++)
        {
            var isNumber = double.TryParse(lines[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var load);
            if (isNumber && AdequacyRules.IsLoad(load))
                loads.Add(load);
            else if (isNumber || i > 0)
                errors.Add(new(file, i + 1, 1, "", $"found '{lines[i]}'; expected one load, {AdequacyRules.Loads}"));
        }

        if (loads.Count == 0)
            errors.Add(new(file, 1, 1, "", "found no load; expected one a line, for every hour"));
        return loads;
    }
}
