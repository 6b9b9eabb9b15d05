using System.Globalization;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Cli.Reports;

/// <summary>How a calibration reads: words that its table and its files share.</summary>
internal static class CalibrationText
{
    public static string Kind(Regime regime) => regime.Mixture ? "mixture" : "dense";

    public static string Key(Metric metric) => metric switch
    {
        Metric.Ttft => "ttft",
        Metric.Tpot => "tpot",
        Metric.Itl => "itl",
        Metric.EndToEnd => "e2e",
        Metric.TokensPerSecond => "tokens_per_second",
        _ => "watts",
    };

    public static string Error(double? error) =>
        error is { } value ? value.ToString("0.0 %", CultureInfo.InvariantCulture) : "";
}
