using FsCheck.Fluent;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Planning.Allocation;
using Plimsoll.Serving;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Requests;

public class When_a_request_is_accounted
{
    [Theory]
    [InlineData(null)]
    [InlineData(AllocationObjective.Money)]
    public void All_mean_requests_together_cause_what_reports_have_for_their_class_with_its_part_in_what_is_idle(
        AllocationObjective? objective)
    {
        foreach (var service in RandomServices.Pairs.Generator.Sample(objective is null ? 8 : 2))
        {
            var model = When_a_service_is_metered.WithIdlePower(service.Service.Model());
            var footprint = new ServiceFootprint(
                When_a_service_is_metered.Metered(model, 24 * 21, objective), When_a_service_is_metered.Impacts);
            var (rates, parts) = (FootprintRates.Of(footprint), FootprintReport.Of(footprint).Classes);
            foreach (var served in model.Classes)
            {
                var (own, idle, impacts) = SumOf(footprint, rates, served);

                var part = parts.Single(part => part.Name == served.Name);
                Assert.Equal(part.Joules.Value, own + idle, 1e-6 * part.Joules.Value);
                for (var i = 0; i < impacts.Length; i++)
                    Assert.Equal(part.ImpactAt(i), impacts[i], 1e-6 * part.ImpactAt(i));
                if (objective is null)
                    Assert.Equal(part.Idle.Joules.Value, idle, 1e-6 * part.Joules.Value);
            }
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

    /// <summary>What all requests of a class cause, each of them a mean one, by the rates of their hours.</summary>
    private static (double Own, double Idle, double[] Impacts) SumOf(
        ServiceFootprint footprint, FootprintRates rates, ModelClass served)
    {
        var (own, idle, impacts) = (0.0, 0.0, new double[footprint.Impacts.Length]);
        foreach (var row in footprint.By(FootprintColumns.Hour | FootprintColumns.Class | FootprintColumns.Use))
        {
            if (row.Key.Class != served.Name || row.Key.Use != UseKind.Serving)
                continue;
            var hour = rates.Of("", served.Name)!.Hours[row.Key.Start!.Value.ToDateTimeOffset().Hour];
            var traffic = served.Traffic;
            var joules = row.Requests * hour.Tokens.Of(traffic.Input, traffic.Cached, traffic.Output);
            (own, idle) = (own + joules, idle + (joules * hour.Idle));
            for (var i = 0; i < impacts.Length; i++)
                impacts[i] += joules * hour.Impacts[i];
        }

        return (own, idle, impacts);
    }

    private static ServiceFootprint Footprint() => new(
        When_a_service_is_metered.Metered(new SmallService().Model(), 24 * 21, null),
        When_a_service_is_metered.Impacts);
}
