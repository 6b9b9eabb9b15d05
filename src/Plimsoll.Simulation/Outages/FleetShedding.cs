using Plimsoll.Planning;
using Plimsoll.Planning.Reliability;

namespace Plimsoll.Simulation.Outages;

/// <summary>
/// A fleet serves what its linear programme finds room for, category by category; of the one that does not fit, as
/// large a part as does. The programme is asked only where the bounds of <see cref="StateCapability"/> leave it open,
/// and each question once.
/// </summary>
internal sealed class FleetShedding : IShedding
{
    /// <summary>Halvings until the part of a category that fits is known to a thousandth.</summary>
    private const int Halvings = 10;

    /// <summary>Part by which a load may pass what is served: what the programme rounds.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Digits of a part of a site: what adding up changes rounds lies beyond.</summary>
    private const int Digits = 9;

    private readonly ServiceAdequacy study;
    private readonly FailingParts parts;
    private readonly Adequacy programme;
    private readonly (int Whole, int? Grid)[] places;
    private readonly SiteState[] states;
    private readonly double[] asked;
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private readonly Dictionary<(int State, int Hour, double Forecast), double[]> known = [];
    private readonly int categories;
    private int state;
    private int seen = -1;

    /// <summary>Prepares it.</summary>
    /// <param name="study">The service.</param>
    /// <param name="parts">Its sites, each of which is one when it is whole.</param>
    public FleetShedding(ServiceAdequacy study, FailingParts parts)
    {
        (this.study, this.parts) = (study, parts);
        var fleet = study.Supply.Fleet;
        programme = new(fleet, Criterion.Normal);
        places = [.. fleet.Sites.Select(site => (
            parts.PlaceOf(ServiceSupply.NameOfSite(site.Site.Name))!.Value,
            parts.PlaceOf(ServiceSupply.NameOfGrid(site.Site.Name))))];
        states = new SiteState[places.Length];
        asked = new double[fleet.Classes];
        categories = study.Load.Categories.Length;
    }

    /// <inheritdoc/>
    public void Shed(int hour, double forecast, Span<double> missing)
    {
        if (seen != parts.Changes)
            Look();
        if (!known.TryGetValue((state, hour, forecast), out var found))
            known.Add((state, hour, forecast), found = Find(hour, forecast));
        found.CopyTo(missing);
    }

    private void Look()
    {
        for (var site = 0; site < states.Length; site++)
        {
            var (whole, grid) = places[site];
            var power = Math.Round(parts.Of(whole), Digits);
            states[site] = new(grid is { } place ? Math.Round(parts.Within(place), Digits) : power, power);
        }

        seen = parts.Changes;
        var name = StateCapability.NameOf(states);
        if (!names.TryGetValue(name, out state))
            names.Add(name, state = names.Count);
    }

    private double[] Find(int hour, double forecast)
    {
        var missing = new double[categories];
        for (var category = 0; category < categories; category++)
        {
            if (IsServed(category, hour, forecast))
                break;
            var (mine, rest) = (WorthFrom(category, hour, forecast), WorthFrom(category + 1, hour, forecast));
            if (mine > rest)
                missing[category] = (mine - rest) * (1 - PartServed(category, hour, forecast));
        }

        return missing;
    }

    private bool IsServed(int category, int hour, double forecast)
    {
        var (range, worth) = (study.Capability.Of(states, category), WorthFrom(category, hour, forecast));
        if (worth <= range.Least * (1 + Tolerance))
            return true;
        return worth <= range.Most && Fits(category, hour, forecast, 1);
    }

    /// <summary>The part of a category that is served beside all that is shed after it.</summary>
    private double PartServed(int category, int hour, double forecast)
    {
        var (least, most) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var part = (least + most) / 2;
            if (Fits(category, hour, forecast, part))
                least = part;
            else
                most = part;
        }

        return least;
    }

    private bool Fits(int category, int hour, double forecast, double part)
    {
        var mine = study.Load.From(category, hour);
        var rest = study.Load.From(category + 1, hour);
        for (var c = 0; c < asked.Length; c++)
            asked[c] = (rest[c] + ((mine[c] - rest[c]) * part)) * forecast;
        return programme.Multiple(asked, states) >= 1 - Tolerance;
    }

    private double WorthFrom(int category, int hour, double forecast) =>
        study.Worth.Of(study.Load.From(category, hour)) * forecast;
}
