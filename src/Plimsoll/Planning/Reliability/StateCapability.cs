using System.Globalization;

namespace Plimsoll.Planning.Reliability;

/// <summary>
/// What a state of the fleet serves of a load, in equivalents and between two bounds: at least what the programme
/// serves of the mix that suits the state worst, and at most what its dual prices allow of any mix. Remembers what it
/// found. Not thread-safe.
/// </summary>
/// <remarks>
/// Of every mix v, worth one, the programme tells the largest multiple μ that is served and the prices y at which it
/// is. All mixes lie between those solved, and what is served of two mixes is served of all between them: the least μ
/// is sure. Nothing is served that is worth more at the prices y than the fleet, μ y·v: so a load of another mix u is
/// lost where its worth passes μ y·v ÷ y·u. Whatever the mix, it is lost where its worth passes that of all sites.
/// </remarks>
public sealed class StateCapability
{
    private readonly Equivalents worth;
    private readonly Adequacy programme;
    private readonly List<double[]>[] mixes;
    private readonly Dictionary<(string State, int Category), ServedRange> known = [];

    /// <summary>Prepares it.</summary>
    /// <param name="worth">The currency.</param>
    /// <param name="programme">The programme of the whole fleet.</param>
    /// <param name="load">Every load that is asked of it.</param>
    public StateCapability(Equivalents worth, Adequacy programme, ServiceLoad load)
    {
        (this.worth, this.programme) = (worth, programme);
        mixes = [.. Enumerable.Range(0, load.Categories.Length).Select(c => LoadMixes.Cover(load, worth, c))];
    }

    /// <summary>Name of a state: states with the same name serve the same.</summary>
    public static string NameOf(ReadOnlySpan<SiteState> states) => string.Join(' ', states.ToArray()
        .Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Accelerators} {state.Power}")));

    /// <summary>What a state serves of what is asked for once some categories are shed.</summary>
    /// <param name="states">Of each site.</param>
    /// <param name="category">The first category that is not shed.</param>
    public ServedRange Of(ReadOnlySpan<SiteState> states, int category)
    {
        var key = (NameOf(states), category);
        if (!known.TryGetValue(key, out var range))
            known.Add(key, range = Find(states, mixes[category]));
        return range;
    }

    private ServedRange Find(ReadOnlySpan<SiteState> states, List<double[]> mixes)
    {
        var (least, most) = (double.PositiveInfinity, worth.Of(states));
        foreach (var mix in mixes)
        {
            var multiple = Math.Max(0, programme.Multiple(mix, states));
            least = Math.Min(least, multiple);
            var prices = programme.ClassPrices();
            var cheapest = mixes.Min(other => Equivalents.Worth(prices, other))
                - (LoadMixes.Tolerance * Dearest(prices));
            if (cheapest > 0)
                most = Math.Min(most, multiple * Equivalents.Worth(prices, mix) / cheapest);
        }

        return new(Math.Min(most, least * (1 - LoadMixes.Tolerance)), most);
    }

    /// <summary>What a load that is worth one may be worth at other prices.</summary>
    private double Dearest(double[] prices)
    {
        var dearest = 0.0;
        for (var c = 0; c < prices.Length; c++)
        {
            if (prices[c] > 0)
                dearest = Math.Max(dearest, prices[c] / worth.Prices[c]);
        }

        return dearest;
    }
}

/// <summary>What is served, in equivalents.</summary>
/// <param name="Least">A load that is worth no more is served, whatever its mix.</param>
/// <param name="Most">A load that is worth more is not.</param>
public readonly record struct ServedRange(double Least, double Most);
