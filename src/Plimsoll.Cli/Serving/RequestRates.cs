using Plimsoll.Demand;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>What requests cause by a scenario: a week of it, load spread evenly; with the range of energy.</summary>
internal static class RequestRates
{
    private const int WeekHours = 168;

    /// <summary>The rates of the week of a day.</summary>
    public static FootprintRates Of(ScenarioDocument document, DateOnly day)
    {
        var monday = WeekShape.MondayOf(Instant.FromDate(day));
        var rates = FootprintRates.Of(Week(document.Spec, monday));
        var names = document.Spec.Classes.Keys.Order(StringComparer.Ordinal).ToArray();
        var ends = FootprintSensitivity.EndsOf(document.Inputs, values =>
        {
            var varied = FootprintRates.Of(Week(document.Variant(values), monday));
            return [.. names.Select(name => PerRequest(varied, document.Spec, name))];
        });
        return rates.With(names.Select((name, i) => KeyValuePair.Create(name, PartsOf(ends[i]))));
    }

    private static ServiceFootprint Week(ScenarioSpec spec, Instant monday)
    {
        var model = FootprintCompiler.Compile(spec);
        var metered = MeteredService.Of(model.Service, monday, WeekHours, null as AllocationObjective?, out _)!;
        return new ServiceFootprint(metered, model.ImpactsOf);
    }

    /// <summary>Energy of a mean request, with its part in what is idle.</summary>
    private static double PerRequest(FootprintRates rates, ScenarioSpec spec, string name)
    {
        if (rates.Of("", name) is not { } known)
            return 0;
        var traffic = spec.Classes[name].Traffic;
        var own = known.Tokens.Of(
            traffic.Input.Value.Value, traffic.Cached.Value.Value, traffic.Output.Value.Value);
        return own * (1 + known.Hours.Average(hour => hour.Idle));
    }

    private static (double Low, double High) PartsOf((double Low, double Mid, double High) range) =>
        range.Mid > 0 ? (range.Low / range.Mid, range.High / range.Mid) : (1, 1);
}
