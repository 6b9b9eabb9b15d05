using System.Collections.Immutable;
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
            return [.. names.SelectMany(name => MeanRequest(varied, rates.Impacts, document.Spec.Classes[name], name))];
        });
        return rates.With(names.Zip(ends.Chunk(rates.Impacts.Length + 1), (name, of) => KeyValuePair.Create(
            name, new RequestRanges(PartsOf(of[0]), [.. of.Skip(1).Select(PartsOf)]))));
    }

    private static ServiceFootprint Week(ScenarioSpec spec, Instant monday)
    {
        var model = FootprintCompiler.Compile(spec);
        var metered = MeteredService.Of(model.Service, monday, WeekHours, null as AllocationObjective?, out _)!;
        return new ServiceFootprint(metered, model.ImpactsOf);
    }

    /// <summary>Energy and impacts of a mean request, with its part in what is idle.</summary>
    private static IEnumerable<double> MeanRequest(
        FootprintRates rates, ImmutableArray<Impact> impacts, ModelClassSpec spec, string name)
    {
        if (rates.Of("", name) is not { } known)
            return Enumerable.Repeat(0.0, impacts.Length + 1);
        var own = known.Hours.Select(hour => hour.Tokens.Of(
            spec.Traffic.Input.Value.Value, spec.Traffic.Cached.Value.Value, spec.Traffic.Output.Value.Value));
        var hours = known.Hours.Zip(own).ToArray();
        return impacts.Select(impact => rates.Impacts.IndexOf(impact))
            .Select(i => hours.Average(hour => i < 0 ? 0 : hour.Second * hour.First.Impacts[i]))
            .Prepend(hours.Average(hour => hour.Second * (1 + hour.First.Idle)));
    }

    private static (double Low, double High) PartsOf((double Low, double Mid, double High) range) =>
        range.Mid > 0 ? (range.Low / range.Mid, range.High / range.Mid) : (1, 1);
}
