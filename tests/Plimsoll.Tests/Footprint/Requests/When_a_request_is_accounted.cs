using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Requests;

public class When_a_request_is_accounted
{
    [Fact]
    public void All_mean_requests_together_cause_what_the_class_has()
    {
        var footprint = Footprint();
        var rates = FootprintRates.Of(footprint);

        var rows = footprint.By(FootprintColumns.Class | FootprintColumns.Use);
        foreach (var served in footprint.Metered.Model.Classes)
        {
            var row = rows.Single(row => row.Key.Class == served.Name && row.Key.Use == UseKind.Serving);
            var traffic = served.Traffic;
            var joules = rates.Of("", served.Name)!.Tokens.Of(traffic.Input, traffic.Cached, traffic.Output);
            Assert.Equal(row.Joules.Value, joules * row.Requests, 1e-6 * row.Joules.Value);
        }
    }

    [Fact]
    public void It_brings_idle_energy_and_impacts_with_it()
    {
        var footprint = Footprint();
        var rates = FootprintRates.Of(footprint);

        var request = rates.Of("old", "large", 4000, 1000, 500, SmallService.Day)!.Value;

        Assert.True(request.Own.Value > 0);
        Assert.Equal(request.Own + request.Idle, request.Energy);
        Assert.InRange(request.Impacts[0] / request.Energy.MegawattHours, 300, 324);
    }

    [Fact]
    public void Longer_requests_cause_more()
    {
        var rates = FootprintRates.Of(Footprint());

        var few = rates.Of("", "small", 100, 100, 100, SmallService.Day)!.Value.Own;

        Assert.True(rates.Of("", "small", 900, 100, 100, SmallService.Day)!.Value.Own > few);
        Assert.True(rates.Of("", "small", 100, 9000, 100, SmallService.Day)!.Value.Own > few);
        Assert.True(rates.Of("", "small", 100, 100, 900, SmallService.Day)!.Value.Own > few);
    }

    [Fact]
    public void Nothing_is_told_of_a_class_that_is_not_served() =>
        Assert.Null(FootprintRates.Of(Footprint()).Of("", "other", 1, 1, 1, SmallService.Day));

    private static ServiceFootprint Footprint() => new(
        When_a_service_is_metered.Metered(new SmallService().Model(), 24 * 21, null),
        When_a_service_is_metered.Impacts);
}
