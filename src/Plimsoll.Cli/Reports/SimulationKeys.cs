using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>The few numbers that a simulation is judged by.</summary>
internal static class SimulationKeys
{
    /// <summary>Name, value, and what puts it in perspective.</summary>
    public static IEnumerable<(string Name, string Value, string Note)> Of(SimulationReport report)
    {
        var total = report.Total;
        yield return ("Finished", SimulationText.Share(total.Of(RequestOutcome.Finished), total.Count),
            $"of {SimulationText.Count(total.Count)} requests");
        if (total.Ttft.Count > 0)
        {
            yield return ("Time to first token", SimulationText.Time(total.Ttft.Quantile(0.5)),
                $"median; 99% within {SimulationText.Time(total.Ttft.Quantile(0.99))}");
        }

        if (total.Tpot.Count > 0)
        {
            yield return ("Time per output token", SimulationText.Time(total.Tpot.Quantile(0.5)),
                $"median; 99% within {SimulationText.Time(total.Tpot.Quantile(0.99))}");
        }

        if (report.Classes.Any(c => c.Objective is not null))
        {
            yield return ("Within objectives", SimulationText.Percent(total.GoodShare),
                $"{AxisText.Number(total.PerSecond(total.GoodTokens))} good tokens/s");
        }

        yield return ("Output", $"{AxisText.Number(total.PerSecond(total.OutputTokens))}/s",
            $"tokens; {AxisText.Number(total.OutputTokens)} in all");
        var refused = total.Of(RequestOutcome.Limited) + total.Of(RequestOutcome.Overloaded);
        yield return ("Refused", SimulationText.Share(refused, total.Count),
            $"{SimulationText.Share(total.Of(RequestOutcome.Limited), total.Count)} by limits, "
            + $"{SimulationText.Share(total.Of(RequestOutcome.Overloaded), total.Count)} for a full fleet");
        if (total.CachedTokens > 0)
        {
            yield return ("Prefix cache", SimulationText.Percent(total.CachedShare),
                $"of {AxisText.Number(total.InputTokens)} input tokens");
        }

        if (report.Pools.Sum(p => p.Joules) is > 0 and var joules)
        {
            yield return ("Power", AxisText.Of(report.Pools.Sum(p => p.Power.Value), new Axis("", AxisUnit.Power)),
                $"{AxisText.Number(joules / Math.Max(1, report.Pools.Sum(p => p.OutputTokens)))} J per output token");
        }
    }
}
