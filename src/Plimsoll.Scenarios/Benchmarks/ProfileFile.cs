using System.Globalization;
using System.Text;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>Fitted accelerators as a part of a scenario that others can include, with evidence and errors.</summary>
public static class ProfileFile
{
    private const string SourceName = "plimsoll-calibrate";

    // As the other shared files have it: classes are served in FP8.
    private const string Precision = "fp8";

    /// <summary>The file, an accelerator for each regime.</summary>
    /// <param name="folder">What was fitted to.</param>
    /// <param name="studies">The fits.</param>
    /// <param name="data">What the folder is called.</param>
    /// <param name="day">Day of the fit.</param>
    public static string Write(
        BenchmarkFolder folder, IReadOnlyList<RegimeStudy> studies, string data, DateOnly day)
    {
        var text = new StringBuilder();
        text.Append("# Written by 'plimsoll calibrate': efficiencies, overheads and power of each accelerator under "
            + "each engine,\n# fitted to measurements. Compute is dense FP8, or BF16 where a kind has none.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"sources:\n  {SourceName}:\n");
        text.Append(CultureInfo.InvariantCulture, $"    title: plimsoll calibrate {Quoted(data)}\n");
        text.Append(CultureInfo.InvariantCulture, $"    date: {day:yyyy-MM-dd}\n\naccelerators:\n");
        foreach (var study in studies)
            Append(text, folder, study, studies);
        return text.ToString();
    }

    private static void Append(
        StringBuilder text, BenchmarkFolder folder, RegimeStudy study, IReadOnlyList<RegimeStudy> studies)
    {
        var (regime, fit) = (study.Regime, study.Fit.Calibration);
        var known = folder.Tables.Kind(regime.System);
        var accelerator = known.At(Benchmarks.Precision.Find(Precision)!);
        var kind = regime.Mixture ? "mixture" : "dense";
        var engine = regime.Engine.Replace("<", "-before-", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"\n  {regime.System}-{engine}-{kind}:\n");
        text.Append(CultureInfo.InvariantCulture, $"    title: {known.Title}, {regime.Engine}, {kind} models\n");
        text.Append("    evidence: { kind: assumed, note: from the maker's data sheet }\n");
        text.Append(CultureInfo.InvariantCulture,
            $"    compute: {accelerator.Compute.FlopsPerSecond / 1e12:0.###} TFLOP/s\n");
        text.Append(CultureInfo.InvariantCulture, $"    memory: {accelerator.Memory.Bytes / 1e9:0.###} GB\n");
        text.Append(CultureInfo.InvariantCulture,
            $"    bandwidth: {accelerator.Bandwidth.BytesPerSecond / 1e12:0.###} TB/s\n");
        text.Append(CultureInfo.InvariantCulture, $"    scale-up: {accelerator.ScaleUp}\n");
        text.Append("    calibration:\n");
        Append(text, "measured", Errors(study, watts: false)
            + string.Create(CultureInfo.InvariantCulture,
                $"; a request takes {study.Fit.PerRequest.Seconds * 1e3:0.0} ms more outside of steps"));
        text.Append(CultureInfo.InvariantCulture, $"      mbu: {fit.Mbu.Fraction * 100:0.0} %\n");
        text.Append(CultureInfo.InvariantCulture, $"      mfu: {fit.Mfu.Fraction * 100:0.0} %\n");
        text.Append(CultureInfo.InvariantCulture, $"      per-layer: {fit.PerLayer.Seconds * 1e6:0.00} us\n");
        text.Append(CultureInfo.InvariantCulture, $"      per-doubling: {fit.PerDoubling.Seconds * 1e6:0.00} us\n");
        text.Append(CultureInfo.InvariantCulture, $"      per-sequence: {fit.PerSequence.Seconds * 1e6:0.00} us\n");
        text.Append("    power:\n");
        Append(text, study, studies, accelerator.Power.Tdp.Value);
    }

    /// <summary>Its own power; else that of the kind under another engine; else what the fit begins with.</summary>
    private static void Append(
        StringBuilder text, RegimeStudy study, IReadOnlyList<RegimeStudy> studies, double tdp)
    {
        var measured = study.Power is not null
            ? study
            : studies.FirstOrDefault(other => other.Power is not null && other.Regime.System == study.Regime.System
                && other.Regime.Mixture == study.Regime.Mixture);
        var parts = PowerFit.Priors.Select(prior => prior.Centre * tdp).ToArray();
        if (measured is null)
        {
            Append(text, "assumed", "no watts were measured: parts of the TDP that the fit begins with");
        }
        else
        {
            var power = measured.Power!;
            parts = [power.Base.Value, power.Memory.Value, power.Compute.Value];
            Append(text, measured == study ? "measured" : "derived", Errors(measured, watts: true)
                + (measured == study ? "" : $"; fitted under {measured.Regime.Engine}"));
        }

        text.Append(CultureInfo.InvariantCulture, $"      tdp: {tdp:0} W\n");
        text.Append(CultureInfo.InvariantCulture, $"      base: {parts[0]:0} W\n");
        text.Append(CultureInfo.InvariantCulture, $"      memory: {parts[1]:0} W\n");
        text.Append(CultureInfo.InvariantCulture, $"      compute: {parts[2]:0} W\n");
    }

    private static void Append(StringBuilder text, string kind, string note)
    {
        text.Append(CultureInfo.InvariantCulture, $"      evidence:\n        kind: {kind}\n");
        if (kind != "assumed")
            text.Append(CultureInfo.InvariantCulture, $"        source: {SourceName}\n");
        text.Append(CultureInfo.InvariantCulture, $"        note: >-\n          {note}\n");
    }

    /// <summary>What was fitted and how far off it is, by data set and metric.</summary>
    private static string Errors(RegimeStudy study, bool watts)
    {
        var models = string.Join(", ", study.Fitted.Concat(study.HeldBack).Order(StringComparer.Ordinal));
        var errors = study.Errors.Where(row => row.Metric == Metric.Watts == watts)
            .GroupBy(row => (row.Source, row.Metric))
            .Select(group => (group.Key, All: ErrorSummary.Of([.. group])))
            .Select(one => string.Concat(
                $"{Reading.Name(one.Key.Metric)} of {one.Key.Source}",
                Percent(one.All.InSample, "in sample"),
                Percent(one.All.LeftOut, "left out"),
                Percent(one.All.HeldBack, "held back")));
        return $"fit to {models}. Mean errors: {string.Join("; ", errors.Select(error => error.TrimEnd(',')))}";
    }

    private static string Percent(double? error, string kind) => error is { } value
        ? string.Create(CultureInfo.InvariantCulture, $" {value * 100:0.0} % {kind},") : "";

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
