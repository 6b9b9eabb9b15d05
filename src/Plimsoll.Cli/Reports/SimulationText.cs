using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>How a simulation reads: the words and figures that its tables and its page share.</summary>
internal static class SimulationText
{
    /// <summary>The answer in a few sentences, the most important first.</summary>
    public static IEnumerable<string> Sentences(SimulationReport report)
    {
        var total = report.Total;
        if (total.Count == 0)
        {
            yield return $"No request arrived after the warm-up of "
                + $"{AxisText.Length((report.MeasuredFrom - report.Start).Seconds)}.";
            yield break;
        }

        var finished = total.Of(RequestOutcome.Finished);
        yield return $"{Count(finished)} of {Count(total.Count)} requests finished ({Share(finished, total.Count)}) in "
            + $"{AxisText.Length(total.Seconds)}.";
        if (total.Ttft.Count > 0)
        {
            yield return $"Half of them saw their first token within {Time(total.Ttft.Quantile(0.5))}, 99% within "
                + $"{Time(total.Ttft.Quantile(0.99))}.";
        }

        if (report.Classes.Any(c => c.Objective is not null))
        {
            yield return $"{Percent(total.GoodShare)} of what the fleet had to serve met its objectives: "
                + $"{AxisText.Number(total.PerSecond(total.GoodTokens))} good tokens/s.";
        }

        var refused = new[]
        {
            (Count: total.Of(RequestOutcome.Limited), Why: "a usage limit"),
            (Count: total.Of(RequestOutcome.Overloaded), Why: "a full fleet"),
            (Count: total.Of(RequestOutcome.TooLong), Why: "their length"),
        };
        var reasons = refused.Where(r => r.Count > 0)
            .Select(r => $"{Count(r.Count)} by {r.Why} ({Share(r.Count, total.Count)})").ToList();
        if (reasons.Count > 0)
            yield return $"Refused: {string.Join(", ", reasons)}.";
        if (total.Of(RequestOutcome.Lost) is > 0 and var lost)
            yield return $"{Count(lost)} were cut off by failures.";
        if (total.Retries is > 0 and var retries)
            yield return $"{Count(retries)} times a request began anew because its replica had failed.";
        if (report.Pools.Sum(pool => pool.Down) is > 0 and var down)
            yield return $"{AxisText.Number(down)} of {AxisText.Number(down + report.Pools.Sum(p => p.Replicas))} "
                + "replicas were down on average.";
        if (total.Of(RequestOutcome.Left) is > 0 and var left)
            yield return $"The clients of {Count(left)} left before the end.";
        if (total.Of(RequestOutcome.Unfinished) is > 0 and var open)
            yield return $"{Count(open)} were not over when the simulation ended.";
    }

    public static string Outcome(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Finished => "finished",
        RequestOutcome.Limited => "refused by a limit",
        RequestOutcome.Overloaded => "refused, fleet full",
        RequestOutcome.TooLong => "refused, too long",
        RequestOutcome.Lost => "lost",
        RequestOutcome.Left => "client left",
        _ => "unfinished",
    };

    public static string Mean(MeasuredMean mean) => mean switch
    {
        MeasuredMean.Ttft => "time to first token",
        MeasuredMean.Tpot => "time per output token",
        MeasuredMean.EndToEnd => "end to end",
        MeasuredMean.Queue => "time in the queue",
        MeasuredMean.Output => "tokens produced a request",
        MeasuredMean.Limited => "share refused by limits",
        _ => "share refused, fleet full",
    };

    /// <summary>A value of a mean with its unit.</summary>
    public static string Value(MeasuredMean mean, double value) => mean switch
    {
        MeasuredMean.Limited or MeasuredMean.Overloaded => Percent(value),
        MeasuredMean.Output => AxisText.Number(value),
        _ => AxisText.Length(value),
    };

    /// <summary>The 95% interval of a mean, as ± and its half width.</summary>
    public static string Interval(MeanEstimate estimate) => double.IsFinite(estimate.HalfWidth)
        ? $"± {Value(estimate.Mean, estimate.HalfWidth)}" : "not known";

    /// <summary>What an interval rests on.</summary>
    public static string Method(MeanEstimate estimate) =>
        $"{Count(estimate.Clusters)} {(estimate.ByAccount ? "accounts" : "batches of time")}";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Time(Duration time) => AxisText.Length(time.Seconds);

    public static string Percent(double share) =>
        share is > 0.9995 and < 1 ? "99.9%" : share.ToString("0.#%", CultureInfo.InvariantCulture);

    public static string Share(long part, long whole) => Percent(whole == 0 ? 0 : part / (double)whole);

    /// <summary>Mean, 50, 90, 95, 99% and greatest; dashes when there is none.</summary>
    public static string[] Spread(Distribution times) => times.Count == 0
        ? ["–", "–", "–", "–", "–", "–"]
        :
        [
            AxisText.Length(times.MeanSeconds), Time(times.Quantile(0.5)), Time(times.Quantile(0.9)),
            Time(times.Quantile(0.95)), Time(times.Quantile(0.99)), Time(times.Max),
        ];

    /// <summary>The latencies of requests by name.</summary>
    public static IEnumerable<(string Name, Distribution Times)> Latencies(RequestReport requests) =>
    [
        ("time to first token", requests.Ttft), ("time per output token", requests.Tpot),
        ("end to end", requests.EndToEnd), ("time in the queue", requests.Queue),
    ];
}
