using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>What may be had.</summary>
/// <param name="Supply">Accelerators.</param>
/// <param name="Power">Power for accelerators without.</param>
/// <param name="MeanDraw">Part of their full load that those draw on average, 0 to 1.</param>
public sealed record MixOffers(
    ImmutableArray<SupplyOffer> Supply, ImmutableArray<PowerOffer> Power, double MeanDraw)
{
    /// <summary>Names of all offers.</summary>
    public IEnumerable<string> Names =>
        Supply.Select(offer => offer.Name).Concat(Power.Select(offer => offer.Name));

    /// <summary>The same without one of them.</summary>
    public MixOffers Without(string name) => this with
    {
        Supply = [.. Supply.Where(offer => offer.Name != name)],
        Power = [.. Power.Where(offer => offer.Name != name)],
    };

    /// <summary>One kind of supply, with all power.</summary>
    public MixOffers Only(string supply) => this with { Supply = [.. Supply.Where(offer => offer.Name == supply)] };
}

/// <summary>The cheapest mix, or why there is none: a closed type.</summary>
public abstract record MixAnswer
{
    private MixAnswer()
    {
    }

    /// <summary>Price of a month; null where there is no mix.</summary>
    public Usd? Price => (this as Found)?.PerMonth;

    /// <summary>A mix, and none is cheaper.</summary>
    /// <param name="PerMonth">Price of a month.</param>
    /// <param name="Supply">Accelerators by offer.</param>
    /// <param name="Power">Power by offer.</param>
    /// <param name="Hours">
    /// Hours and outages that decide it: what one percent more of their demand adds a month.
    /// </param>
    /// <param name="Limits">
    /// Offers that are used up: what one unit more (1,000 accelerators, 1 MW) saves a month.
    /// </param>
    public sealed record Found(
        Usd PerMonth,
        ImmutableArray<MixPart> Supply,
        ImmutableArray<MixPower> Power,
        ImmutableArray<(MixHour Hour, Usd Price)> Hours,
        ImmutableArray<(string Offer, Usd Price)> Limits) : MixAnswer;

    /// <summary>No mix is enough.</summary>
    /// <param name="Conflict">
    /// Limits of offers and demand that cannot all be kept with what is there, in words; without any one of them the
    /// others can.
    /// </param>
    public sealed record None(ImmutableArray<string> Conflict) : MixAnswer;
}

/// <summary>Accelerators of an offer in a mix.</summary>
/// <param name="Offer">The offer, by name.</param>
/// <param name="Accelerators">How many.</param>
/// <param name="Candidate">What they are.</param>
public sealed record MixPart(string Offer, double Accelerators, Candidate Candidate)
{
    /// <summary>Power that they take at full load.</summary>
    public Watts Power => Candidate.PowerEach * Accelerators;
}

/// <summary>Power of an offer in a mix.</summary>
/// <param name="Offer">The offer, by name.</param>
/// <param name="Capacity">How much is had.</param>
/// <param name="Mean">How much is drawn on average.</param>
public sealed record MixPower(string Offer, Watts Capacity, Watts Mean);

/// <summary>An hour of the week with an outage.</summary>
/// <param name="Hour">Hour of the week, 0 is Monday 00:00 UTC.</param>
/// <param name="Outage">
/// Site that has lost a feed, offer of power that has lost its part, or the grid that is curtailed; null: none.
/// </param>
public sealed record MixHour(int Hour, string? Outage)
{
    /// <summary>For people.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"{(DayOfWeek)(((Hour / 24) + 1) % 7)} {Hour % 24:00}:00 UTC{(Outage is null ? "" : $" with {Lost}")}");

    private string Lost => Outage!.EndsWith(" curtailed", StringComparison.Ordinal) ? Outage
        : Outage.Contains(' ', StringComparison.Ordinal) ? $"{Outage} lost" : $"a feed of {Outage} lost";
}
