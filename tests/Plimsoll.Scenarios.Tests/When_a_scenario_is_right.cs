using Plimsoll.Evidence;

namespace Plimsoll.Scenarios.Tests;

public class When_a_scenario_is_right
{
    private readonly ScenarioDocument document = Scenario.Small();

    [Fact]
    public void Its_name_is_that_of_the_file() => Assert.Equal("small", document.Name);

    [Fact]
    public void Values_arrive_in_base_units()
    {
        var spec = document.Spec;
        Assert.Equal(3.35e12, spec.Accelerators["h100"].Bandwidth.Value.BytesPerSecond);
        Assert.Equal(150_000, spec.Sites["north"].Pools["h100"].Count.Value.Value);
        Assert.Equal(3e8, spec.Sites["north"].Power.Value.Value);
        Assert.Equal(0.07, spec.Observations["newly-limited"].Share!.Value.Value.Fraction);
        Assert.Equal(667_000, spec.Classes["opus"].Credits.Input.Value.Micro);
        Assert.Equal(30_000, spec.Tiers["tier-1"]["opus"].Input!.Value.Value.Value);
        Assert.Null(spec.Sites["north"].Facility);
    }

    [Fact]
    public void Names_keep_the_order_of_the_file() =>
        Assert.Equal(["free", "pro", "max-5x"], document.Spec.Plans.Keys);

    [Fact]
    public void Weekdays_stand_for_five_days() => Assert.Equal(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        document.Spec.Changes["peak-hours"].Allowances["peak"].When!.Days);

    [Fact]
    public void Every_input_carries_its_own_evidence_or_that_of_the_block_around_it()
    {
        var power = document.Inputs.Single(input => input.Path == "sites.north.power");
        Assert.Equal(
            new InputRecord("sites.north.power", "W", 2.8e8, 3e8, 3.3e8,
                new Provenance(EvidenceKind.Reported, "deal", new DateOnly(2026, 5, 6), "more than 300 MW")),
            power);
        var feeds = document.Inputs.Single(input => input.Path == "sites.north.feeds");
        Assert.Equal(new Provenance(EvidenceKind.Assumed, null, null, "fixture"), feeds.Provenance);
    }

    [Theory]
    [InlineData("sites.north.feeds", InputForm.Whole)]
    [InlineData("accelerators.h100.scale-up", InputForm.Whole)]
    [InlineData("sites.north.pools.h100.inference", InputForm.Share)]
    [InlineData("demand.populations.pro-code.user-spread", InputForm.Amount)]
    public void Every_input_knows_which_values_it_can_take(string path, InputForm form) =>
        Assert.Equal(form, document.Inputs.Single(input => input.Path == path).Form);

    [Fact]
    public void Inputs_come_in_ordinal_order_of_their_paths()
    {
        var paths = document.Inputs.Select(input => input.Path).ToList();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Contains("sites.north.ramp.1.share", paths);
    }
}
