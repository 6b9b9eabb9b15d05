using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>What could be added to a service, on the terms of <c>--add</c>.</summary>
public static class CandidateCompiler
{
    /// <summary>Stands for a new site where places are named.</summary>
    public const string NewSite = "new";

    /// <summary>The new site of accelerators that come without power.</summary>
    private const string OwnSite = "own";

    /// <summary>
    /// Candidates of some kinds at some places. Where neither is asked for: every kind at a new site, and at each site
    /// the kinds that it has.
    /// </summary>
    /// <param name="spec">A validated scenario.</param>
    /// <param name="model">The same, compiled.</param>
    /// <param name="kinds">Names of accelerator kinds; empty: all.</param>
    /// <param name="places">Names of sites, or <see cref="NewSite"/>; empty: all.</param>
    public static ImmutableArray<Candidate> Of(
        ScenarioSpec spec, ServiceModel model, IReadOnlyList<string> kinds, IReadOnlyList<string> places)
    {
        var site = Empty(spec, NewSite);
        var isAsked = kinds.Count > 0 || places.Count > 0;
        return
        [
            .. from place in model.Sites.Append(site)
               let isNew = ReferenceEquals(place, site)
               where places.Count == 0 || places.Contains(isNew ? NewSite : place.Name)
               from kind in SupplyCompiler.Kinds(spec)
               where kinds.Count == 0 || kinds.Contains(kind.Name)
               where isAsked || isNew || place.Pools.Any(pool => pool.Kind.Name == kind.Name)
               select CandidateOf(spec, kind, place, isNew),
        ];
    }

    /// <summary>What the scenario says may be had.</summary>
    public static MixOffers Offers(ScenarioSpec spec, ServiceModel model)
    {
        var kinds = SupplyCompiler.Kinds(spec).ToDictionary(kind => kind.Name);
        var (site, own) = (Empty(spec, NewSite), Empty(spec, OwnSite));
        return new MixOffers(
            [.. spec.Candidates.Supply.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Supply(s.Key, s.Value))],
            [.. spec.Candidates.Power.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Power(p.Key, p.Value))],
            spec.Candidates.MeanDraw?.Value.Fraction ?? 1);

        SupplyOffer Supply(string name, SupplyOfferSpec offer)
        {
            var place = offer.Site is null ? null : model.Sites.First(there => there.Name == offer.Site);
            var candidate = CandidateOf(
                spec, kinds[offer.Accelerator], place ?? (offer.WithoutPower ? own : site), place is null);
            return new SupplyOffer(
                name,
                candidate with { IsPowered = !offer.WithoutPower },
                (offer.PricePerHour ?? spec.Candidates.PricePerHour[offer.Accelerator]).Value,
                offer.AtMost?.Value.Value ?? double.PositiveInfinity,
                DayOf(offer.From));
        }
    }

    private static PowerOffer Power(string name, PowerOfferSpec offer) => new(
        name,
        offer.PerMegawattHour.Value,
        offer.PerMegawattMonth.Value,
        offer.Lost.Value.Fraction,
        offer.Curtailed?.Value.Fraction ?? 0,
        offer.AtMost?.Value ?? new Watts(double.PositiveInfinity),
        DayOf(offer.From));

    private static Instant? DayOf(DateOnly? date) => date is { } day ? Instant.FromDate(day) : null;

    private static Candidate CandidateOf(ScenarioSpec spec, Accelerator kind, Site place, bool isNew)
    {
        var added = AddedSupply.Of(spec, kind.Name, isNew ? null : place.Name);
        return new Candidate(kind, place, isNew, added.Availability.Fraction, added.PowerEach)
        {
            PricePerHour = spec.Candidates.PricePerHour.TryGetValue(kind.Name, out var price) ? price.Value : null,
        };
    }

    /// <summary>A new site before anything is on it.</summary>
    private static Site Empty(ScenarioSpec spec, string name) => new()
    {
        Name = spec.Sites.ContainsKey(name) ? $"{name}-site" : name,
        Title = "A new site",
        Contract = new Contract { Name = NewSite, Counterparty = "nobody yet", Form = ContractForm.Reserved },
        Power = default,
        PowerChain = SupplyCompiler.PowerChain(spec.PowerChain),
        Feeds = AddedSupply.NewFeeds,
        Ramp = new Ramp([(default, new Share(1))]),
        Pools = [],
    };
}
