using Plimsoll.Evidence;
using Plimsoll.Planning.Search;

namespace Plimsoll.Tests.Planning.Search;

public class When_two_services_are_compared
{
    private static readonly Variants Plain = Of(new SmallService(), "users", 60_000);

    [Fact]
    public void The_same_differ_in_nothing()
    {
        var same = ScenarioComparison.Of(Plain, Plain);

        Assert.Empty(same.Inputs);
        Assert.Empty(same.OnlyBase);
        Assert.Empty(same.OnlyOther);
        Assert.Equal(same.Base.Ramped, same.Other.Ramped);
        Assert.Equal(same.Base.Ramped, same.AllInputs);
    }

    [Fact]
    public void An_input_that_alone_differs_explains_the_whole_difference()
    {
        var more = ScenarioComparison.Of(Plain, Of(new SmallService(), "users", 90_000));

        var input = Assert.Single(more.Inputs);
        Assert.Equal(more.Other.Ramped / more.Base.Ramped, input.Ratio, 9);
        Assert.Equal(more.Other.Ramped, more.AllInputs, 9);
        Assert.True(input.Ratio < 1);
    }

    [Fact]
    public void What_only_one_has_is_named_by_the_shortest_path_that_the_other_lacks()
    {
        var other = Plain with { Inputs = [.. Plain.Inputs, Input("sites.far.power", 1), Input("sites.far.feeds", 1)] };

        Assert.Equal(["sites"], ScenarioComparison.Of(Plain, other).OnlyOther);
        Assert.Equal(["sites"], ScenarioComparison.Of(other, Plain).OnlyBase);
    }

    private static Variants Of(SmallService service, string path, double users) => new(
        [Input(path, users)],
        values => (service with { Users = values.GetValueOrDefault(path, users) }).Model());

    private static InputRecord Input(string path, double value) =>
        new(path, "", value, value, value, new Provenance(EvidenceKind.Assumed, null, null, null));
}
