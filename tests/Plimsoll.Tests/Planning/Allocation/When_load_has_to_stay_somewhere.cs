using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;

namespace Plimsoll.Tests.Planning.Allocation;

public sealed class When_load_has_to_stay_somewhere
{
    [Fact]
    public void Parts_of_a_class_add_up_to_its_load_however_it_is_split()
    {
        var model = new SmallService().Model();
        var whole = LoadPart.Of(model, model.Compare.Ramped, 1.5);
        ResidencyRule[] rules =
        [
            new("heavy-here", ["heavy"], [], [], ["old"]),
            new("large-there", [], [0], [], ["new"]),
            new("in-utc", ["companies"], [1], ["UTC"], ["old", "new"]),
            new("nobody", [], [], ["Europe/Berlin"], []),
        ];

        var parts = LoadPart.Of(With(model, rules), model.Compare.Ramped, 1.5);

        Assert.True(parts.Length > whole.Length);
        for (var c = 0; c < 2; c++)
        {
            for (var hour = 0; hour < 168; hour++)
            {
                var sum = parts.Where(part => part.Class == c).Sum(part => part.Requests[hour]);
                Assert.Equal(whole.Single(part => part.Class == c).Requests[hour], sum, 1e-9 * (1 + sum));
            }
        }

        var both = parts.Single(part => part.Class == 0 && part.Rules.SequenceEqual(["heavy-here", "large-there"]));
        Assert.Empty(both.Sites!.Value);
    }

    [Fact]
    public void It_is_not_served_where_it_may_not_be_even_if_nothing_else_is_left_free()
    {
        var model = With(new SmallService { Users = 5000 }.Model(), new ResidencyRule("large", [], [0], [], ["old"]));
        var report = AllocationReport.Of(
            AllocationCase.Of(model, model.Compare.Ramped, 1, AllocationObjective.Money));

        var other = report.Pools.Single(pool => report.Week.SiteOf(pool.Pool).Site.Name == "new");
        Assert.All(other.Hours, hour => Assert.Equal(0, hour.Serving[0].Accelerators));
        var nowhere = With(model, new ResidencyRule("large", [], [0], [], []));
        var lost = AllocationReport.Of(
            AllocationCase.Of(nowhere, model.Compare.Ramped, 1, AllocationObjective.Money));
        Assert.Equal(lost.Load[0].Asked, lost.Load[0].Unserved, 1e-6 * lost.Load[0].Asked);
        Assert.Equal(0, lost.Load[1].Unserved);
    }

    private static ServiceModel With(ServiceModel model, params ResidencyRule[] rules) =>
        model with { Allocation = new AllocationTerms { Residency = [.. rules] } };
}
