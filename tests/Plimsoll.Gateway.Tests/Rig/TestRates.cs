using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Serving;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Rates that are easy to reckon with.</summary>
internal static class TestRates
{
    /// <summary>Sonnet anywhere, and at a dirty site; a joule of own work brings 1 mg of CO2e, or 9.</summary>
    public static FootprintRates Sonnet { get; } = new FootprintRates(
        [Impact.LocationCarbon],
        new Dictionary<(string, string), ClassRates>
        {
            [("", "sonnet")] = Of([1e-6]),
            [("dirty", "sonnet")] = Of([9e-6]),
        }).With([KeyValuePair.Create("sonnet", new RequestRanges((0.5, 2), [(0.25, 3)]))]);

    /// <summary>Sonnet anywhere; a joule of own work takes 1 ml of water too.</summary>
    public static FootprintRates Watered { get; } = new(
        [Impact.SiteWater, Impact.LocationCarbon],
        new Dictionary<(string, string), ClassRates>
        {
            [("", "sonnet")] = Of([1e-3, 1e-6]),
        });

    // A token of input takes 2 J, of output 10 J; half as much is idle.
    private static ClassRates Of(ImmutableArray<double> impacts) => new(
    [
        .. Enumerable.Repeat(new HourRates(
            new TokenEnergy(2, 0.5, 10), 0.5, impacts, [.. impacts.Select(amount => amount / 3)]), 24),
    ]);
}
