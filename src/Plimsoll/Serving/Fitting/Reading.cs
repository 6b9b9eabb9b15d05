namespace Plimsoll.Serving.Fitting;

/// <summary>One measured figure.</summary>
/// <param name="Metric">What it is of.</param>
/// <param name="Value">The figure, in the unit of the metric. Above zero.</param>
public readonly record struct Reading(Metric Metric, double Value)
{
    /// <summary>What people call a metric.</summary>
    public static string Name(Metric metric) => metric switch
    {
        Metric.Ttft => "TTFT",
        Metric.Tpot => "TPOT",
        Metric.Itl => "ITL",
        Metric.EndToEnd => "end to end",
        Metric.TokensPerSecond => "tokens/s",
        _ => "watts",
    };
}
