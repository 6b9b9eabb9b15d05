using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>The cheapest mix for a target, and what it would be with fewer offers.</summary>
/// <param name="Target">What has to hold.</param>
/// <param name="At">When.</param>
/// <param name="Condition">Under what.</param>
/// <param name="Offers">What may be had.</param>
/// <param name="Best">The cheapest mix of all offers.</param>
/// <param name="Without">
/// Price of a month without each offer, as when it comes too late; null: nothing is enough.
/// </param>
/// <param name="Alone">Price of a month with one kind of supply only, and all power; null: not enough.</param>
public sealed record MixReport(
    Target Target,
    Instant At,
    Condition Condition,
    MixOffers Offers,
    MixAnswer Best,
    ImmutableArray<(string Offer, Usd? Price)> Without,
    ImmutableArray<(string Offer, Usd? Price)> Alone)
{
    /// <summary>Finds them.</summary>
    public static MixReport Of(
        ServiceMargins service, Target target, Instant at, Condition condition, MixOffers offers) => new(
        target,
        at,
        condition,
        offers,
        CheapestMix.Of(service, target, at, condition, offers),
        [
            .. offers.Names.Select(name => (
                name, CheapestMix.Of(service, target, at, condition, offers.Without(name)).Price)),
        ],
        [
            .. offers.Supply.Select(offer => (
                offer.Name, CheapestMix.Of(service, target, at, condition, offers.Only(offer.Name)).Price)),
        ]);
}
