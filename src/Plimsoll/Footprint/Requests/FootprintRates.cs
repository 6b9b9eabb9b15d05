using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Footprint.Requests;

/// <summary>
/// What requests cause, by class, site and hour of the day, taken from a footprint so that all requests of its mean
/// traffic together cause what it has. Immutable; safe to share between threads.
/// </summary>
public sealed class FootprintRates
{
    private const int HoursPerDay = 24;

    private readonly FrozenDictionary<(string Site, string Class), ClassRates> rates;

    private readonly FrozenDictionary<string, (double Low, double High)> ranges;

    /// <summary>Rates as they are stated.</summary>
    /// <param name="impacts">Impacts, in the order in which rates have them.</param>
    /// <param name="rates">Rates by site and class; of the empty site those of wherever a class is served.</param>
    public FootprintRates(
        ImmutableArray<Impact> impacts, IReadOnlyDictionary<(string Site, string Class), ClassRates> rates)
        : this(impacts, rates.ToFrozenDictionary(), FrozenDictionary<string, (double Low, double High)>.Empty)
    {
    }

    private FootprintRates(
        ImmutableArray<Impact> impacts,
        FrozenDictionary<(string Site, string Class), ClassRates> rates,
        FrozenDictionary<string, (double Low, double High)> ranges)
    {
        Impacts = impacts;
        this.rates = rates;
        this.ranges = ranges;
    }

    /// <summary>Impacts that are known, in the order in which requests have them.</summary>
    public ImmutableArray<Impact> Impacts { get; }

    /// <summary>Rates of a class at a site; null: it is not served there.</summary>
    /// <param name="site">Name of the site; empty: wherever it is served, on average.</param>
    /// <param name="modelClass">Name of the class.</param>
    public ClassRates? Of(string site, string modelClass) => rates.GetValueOrDefault((site, modelClass));

    /// <summary>How far the energy of a class may be off: parts of the figure, such as 0.8 and 1.4.</summary>
    public (double Low, double High) RangeOf(string modelClass) => ranges.GetValueOrDefault(modelClass, (1, 1));

    /// <summary>The rates with ranges of the energy of classes.</summary>
    /// <param name="parts">Parts of the figure by class.</param>
    public FootprintRates With(IEnumerable<KeyValuePair<string, (double Low, double High)>> parts) =>
        new(Impacts, rates, parts.ToFrozenDictionary());

    /// <summary>An amount of what a request caused; 0 where the impact is not known.</summary>
    public double AmountOf(Impact impact, in RequestFootprint caused) =>
        Impacts.IndexOf(impact) is >= 0 and var at ? caused.Impacts[at] : 0;

    /// <summary>What a joule brings with it in an hour of the day, on average of all classes.</summary>
    public ImmutableArray<double> PerJoule(Instant at)
    {
        var hours = rates.Where(rate => rate.Key.Site.Length == 0)
            .OrderBy(rate => rate.Key.Class, StringComparer.Ordinal)
            .Select(rate => rate.Value.Hours[PeriodSegment.HourOfWeek(at) % HoursPerDay]).ToArray();
        return [.. Impacts.Select((_, i) => hours.Average(hour => hour.Impacts[i] / (1 + hour.Idle)))];
    }

    /// <summary>What tokens cause; null: the class is not served there.</summary>
    /// <param name="site">Name of the site; empty: wherever it is served, on average.</param>
    /// <param name="modelClass">Name of the class.</param>
    /// <param name="input">Input that was computed, cache writes included.</param>
    /// <param name="cached">Input from the prefix cache.</param>
    /// <param name="output">Output.</param>
    /// <param name="at">When.</param>
    public RequestFootprint? Of(string site, string modelClass, long input, long cached, long output, Instant at)
    {
        if (Of(site, modelClass) is not { } known)
            return null;
        var own = known.Tokens.Of(input, cached, output);
        var hour = known.Hours[PeriodSegment.HourOfWeek(at) % HoursPerDay];
        return new RequestFootprint(
            Joules.From(own), Joules.From(own * hour.Idle), [.. hour.Impacts.Select(amount => amount * own)]);
    }

    /// <summary>The rates of a footprint.</summary>
    public static FootprintRates Of(ServiceFootprint footprint)
    {
        var rates = new Dictionary<(string, string), ClassRates>();
        var metered = footprint.Metered;
        foreach (var served in metered.Model.Classes)
        {
            var all = new ClassTally(footprint.Impacts.Length);
            for (var site = 0; site < metered.Sites.Length; site++)
            {
                var here = new ClassTally(footprint.Impacts.Length);
                foreach (var use in metered.Sites[site].Uses)
                {
                    if (use.Kind == UseKind.Serving && use.Class == served.Name)
                        here.Add(footprint, site, use, EnergyOf(metered, site, use, served), served.Traffic);
                }

                if (here.ToRates() is not { } ofSite)
                    continue;
                rates.Add((metered.Sites[site].Site.Name, served.Name), ofSite);
                all.Add(here);
            }

            if (all.ToRates() is { } everywhere)
                rates.Add(("", served.Name), everywhere);
        }

        return new FootprintRates(footprint.Impacts, rates);
    }

    /// <summary>Energy at the meter of a request's tokens on the pool of a use.</summary>
    private static TokenEnergy EnergyOf(MeteredService metered, int site, UseLine use, ModelClass served)
    {
        var place = metered.Sites[site].Site;
        var kind = place.Pools.Concat(place.Expansions.Select(expansion => expansion.Pool))
            .First(pool => pool.Name == use.Pool).Kind;
        var point = new EngineTable().PointOf(kind, served)!;
        var tokens = TokenEnergy.Of(kind, served.Shape, served.Traffic, point);
        return new TokenEnergy(
            tokens.Input * place.PowerChain, tokens.Cached * place.PowerChain, tokens.Output * place.PowerChain);
    }
}
