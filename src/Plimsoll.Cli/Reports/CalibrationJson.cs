using System.Text.Json;
using Plimsoll.Scenarios.Benchmarks;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Cli.Reports;

/// <summary>A calibration as programs read it; <c>docs/reference/calibration.md</c> describes the document.</summary>
internal static class CalibrationJson
{
    private const string Format = "plimsoll.calibration/1";

    public static string Write(BenchmarkFolder folder, IReadOnlyList<RegimeStudy> studies) =>
        JsonText.Write(Format, json =>
        {
            json.WriteNumber("runs", folder.Benchmarks.Runs.Count);
            LimitJson.WriteNames(json, "leftOut", folder.Benchmarks.LeftOut);
            LimitJson.WriteNames(json, "heldBack", folder.HeldBack.Order(StringComparer.Ordinal));
            json.WriteStartArray("regimes");
            foreach (var study in studies)
                WriteRegime(json, study);
            json.WriteEndArray();
        });

    private static void WriteRegime(Utf8JsonWriter json, RegimeStudy study)
    {
        var fit = study.Fit.Calibration;
        json.WriteStartObject();
        json.WriteString("system", study.Regime.System);
        json.WriteString("engine", study.Regime.Engine);
        json.WriteString("kind", CalibrationText.Kind(study.Regime));
        LimitJson.WriteNames(json, "models", study.Fitted);
        LimitJson.WriteNames(json, "heldBackModels", study.HeldBack);
        json.WriteNumber("mbu", fit.Mbu.Fraction);
        json.WriteNumber("mfu", fit.Mfu.Fraction);
        json.WriteNumber("perLayerSeconds", fit.PerLayer.Seconds);
        json.WriteNumber("perDoublingSeconds", fit.PerDoubling.Seconds);
        json.WriteNumber("perSequenceSeconds", fit.PerSequence.Seconds);
        json.WriteNumber("perRequestSeconds", study.Fit.PerRequest.Seconds);
        if (study.Power is { } power)
        {
            json.WriteNumber("baseWatts", power.Base.Value);
            json.WriteNumber("memoryWatts", power.Memory.Value);
            json.WriteNumber("computeWatts", power.Compute.Value);
        }

        LimitJson.WriteNames(json, "atBounds", study.AtBounds);
        json.WriteStartArray("errors");
        foreach (var row in study.Errors)
        {
            json.WriteStartObject();
            json.WriteString("data", row.Source);
            json.WriteString("model", row.Model);
            json.WriteString("metric", CalibrationText.Key(row.Metric));
            json.WriteNumber("figures", row.Count);
            WriteError(json, "inSample", row.InSample);
            WriteError(json, "leftOut", row.LeftOut);
            WriteError(json, "heldBack", row.HeldBack);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, string name, double? error)
    {
        if (error is { } value)
            json.WriteNumber(name, value);
    }
}
