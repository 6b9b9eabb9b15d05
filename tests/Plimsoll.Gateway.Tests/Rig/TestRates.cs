using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Serving;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Rates that are easy to reckon with.</summary>
internal static class TestRates
{
    // A token of input takes 2 J, of output 10 J; half as much is idle; a joule of own work brings 1 mg of CO2e.
    private static readonly ClassRates clean = new(
        new TokenEnergy(2, 0.5, 10), [.. Enumerable.Repeat(new HourRates(0.5, [1e-6]), 24)]);

    /// <summary>Sonnet anywhere, and at a dirty site.</summary>
    public static FootprintRates Sonnet { get; } = new FootprintRates(
        [Impact.LocationCarbon],
        new Dictionary<(string, string), ClassRates>
        {
            [("", "sonnet")] = clean,
            [("dirty", "sonnet")] = clean with { Hours = [.. Enumerable.Repeat(new HourRates(0.5, [9e-6]), 24)] },
        }).With([KeyValuePair.Create("sonnet", (0.5, 2.0))]);

    /// <summary>Sonnet anywhere; a joule of own work takes 1 ml of water too.</summary>
    public static FootprintRates Watered { get; } = new(
        [Impact.SiteWater, Impact.LocationCarbon],
        new Dictionary<(string, string), ClassRates>
        {
            [("", "sonnet")] = clean with { Hours = [.. Enumerable.Repeat(new HourRates(0.5, [1e-3, 1e-6]), 24)] },
        });
}
