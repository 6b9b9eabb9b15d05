using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Footprint.Requests;

/// <summary>
/// What requests cause, by class, site and hour of the day, taken from a footprint so that all requests of its mean
/// traffic together cause what it has for their class, its part in what is idle included. Immutable; safe to share
/// between threads.
/// </summary>
public sealed class FootprintRates
{
    private const int HoursPerDay = 24;

    private readonly FrozenDictionary<(string Site, string Class), ClassRates> rates;

    private readonly FrozenDictionary<string, RequestRanges> ranges;
    private readonly RequestRanges exact;

    /// <summary>Rates as they are stated.</summary>
    /// <param name="impacts">Impacts, in the order in which rates have them.</param>
    /// <param name="rates">Rates by site and class; of the empty site those of wherever a class is served.</param>
    public FootprintRates(
        ImmutableArray<Impact> impacts, IReadOnlyDictionary<(string Site, string Class), ClassRates> rates)
        : this(impacts, rates.ToFrozenDictionary(), FrozenDictionary<string, RequestRanges>.Empty)
    {
    }

    private FootprintRates(
        ImmutableArray<Impact> impacts,
        FrozenDictionary<(string Site, string Class), ClassRates> rates,
        FrozenDictionary<string, RequestRanges> ranges)
    {
        Impacts = impacts;
        this.rates = rates;
        this.ranges = ranges;
        exact = new RequestRanges((1, 1), [.. impacts.Select(_ => (1.0, 1.0))]);
    }

    /// <summary>Impacts that are known, in the order in which requests have them.</summary>
    public ImmutableArray<Impact> Impacts { get; }

    /// <summary>Rates of a class at a site; null: it is not served there.</summary>
    /// <param name="site">Name of the site; empty: wherever it is served, on average.</param>
    /// <param name="modelClass">Name of the class.</param>
    public ClassRates? Of(string site, string modelClass) => rates.GetValueOrDefault((site, modelClass));

    /// <summary>How far what requests of a class cause may be off.</summary>
    public RequestRanges RangesOf(string modelClass) => ranges.GetValueOrDefault(modelClass, exact);

    /// <summary>The rates with ranges of classes.</summary>
    /// <param name="parts">Ranges by class.</param>
    public FootprintRates With(IEnumerable<KeyValuePair<string, RequestRanges>> parts) =>
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
        var hour = known.Hours[PeriodSegment.HourOfWeek(at) % HoursPerDay];
        var own = hour.Tokens.Of(input, cached, output);
        return new RequestFootprint(
            Joules.From(own),
            Joules.From(own * hour.Idle),
            [.. hour.Impacts.Select(amount => amount * own)],
            [.. hour.IdleImpacts.Select(amount => amount * own)]);
    }

    /// <summary>The rates of a footprint.</summary>
    public static FootprintRates Of(ServiceFootprint footprint)
    {
        var rates = new Dictionary<(string, string), ClassRates>();
        var (metered, impacts) = (footprint.Metered, footprint.Impacts.Length);
        ImmutableArray<ImmutableArray<UseLine>> idle = [.. metered.Sites.Select(IdleSpread.Of)];
        foreach (var served in metered.Model.Classes)
        {
            var all = new ClassTally(impacts);
            for (var site = 0; site < metered.Sites.Length; site++)
            {
                var here = new ClassTally(impacts);
                foreach (var (use, ofIdle) in metered.Sites[site].Uses.Zip(idle[site]))
                {
                    if (use.Kind is UseKind.Serving or UseKind.StandBy && use.Class == served.Name)
                        here.Add(footprint, site, use, ofIdle, EnergyOf(metered, site, use, served), served.Traffic);
                }

                all.Add(here);
                if (here.ToRates(impacts) is { } ofSite)
                    rates.Add((metered.Sites[site].Site.Name, served.Name), ofSite);
            }

            if (all.ToRates(impacts) is { } everywhere)
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
