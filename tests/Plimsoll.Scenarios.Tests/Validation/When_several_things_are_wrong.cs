namespace Plimsoll.Scenarios.Tests.Validation;

public class When_several_things_are_wrong
{
    [Fact]
    public void All_of_them_are_reported_at_once_in_the_order_of_the_file()
    {
        var text = Scenario.SmallText
            .Replace("scale-up: 8", "scaleup: 8", StringComparison.Ordinal)
            .Replace("power: 1 GW", "power: 1 GWh", StringComparison.Ordinal)
            .Replace("attention-width: 4096", "attention-width: none", StringComparison.Ordinal)
            .Replace("experts: 128, routed: 8", "experts: 128, routed: 0", StringComparison.Ordinal)
            .Replace("plan: pro\n", "plan: prof\n", StringComparison.Ordinal);

        Assert.Equal(
        [
            "s.yaml:9:5: accelerators.h100: the key 'scale-up' is missing",
            "s.yaml:13:5: accelerators.h100: 'scaleup' is no key here; nearest: 'scale-up'; "
                + "keys: title, compute, memory, bandwidth, scale-up, calibration, power",
            "s.yaml:34:12: sites.old.power: found '1 GWh'; 'GWh' is no unit of power; nearest: 'GW'; "
                + "units: W, kW, MW, GW",
            "s.yaml:56:87: classes.haiku.architecture.routed: found 0; expected 1 or more",
            "s.yaml:57:24: classes.haiku.architecture.attention-width: found 'none'; expected a whole number",
            "s.yaml:99:13: demand.populations.pro-code.plan: found 'prof'; expected the name of a plan; "
                + "nearest: 'pro'; known: free, pro, max-5x",
        ], Scenario.Errors(("s.yaml", text)));
    }

    [Fact]
    public void A_part_of_a_feed_or_of_an_accelerator_is_none()
    {
        var text = Scenario.SmallText
            .Replace("scale-up: 8", "scale-up: 8.5", StringComparison.Ordinal)
            .Replace("feeds: 2", "feeds: 2.5", StringComparison.Ordinal);

        Assert.Collection(
            Scenario.Errors(("s.yaml", text)),
            error => Assert.EndsWith("h100.scale-up: found '8.5'; expected a whole number", error),
            error => Assert.EndsWith(".feeds: found '2.5'; expected a whole number", error));
    }

    [Fact]
    public void An_empty_mapping_is_answered_with_every_key_that_it_lacks()
    {
        var errors = Scenario.Errors(("s.yaml", "title: Nothing else\n"));

        Assert.Equal(10, errors.Length);
        Assert.All(errors, error => Assert.Matches("^s.yaml:1:1: the key '[a-z-]+' is missing$", error));
    }
}
