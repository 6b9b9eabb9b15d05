using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Demand;

/// <summary>One session and one week, whatever products they are used in, each with its own allowances.</summary>
public class When_products_share_a_plan
{
    private static readonly Plimsoll.Planning.ServiceModel model = new SmallService().Model();

    /// <summary>The policy whose sessions are doubled for the product <c>code</c>.</summary>
    private static readonly Policy doubled = model.Timeline.Versions[1];

    private static Population User(params (string Product, double Share)[] others) =>
        model.Populations[0] with { OtherProducts = [.. others] };

    private static LimitHours Hours(Population population, Policy policy)
    {
        var monday = WeekShape.MondayOf(SmallService.Day);
        var shape = WeekShape.Of(population.Rhythm, population.Region.Zones, monday);
        return Assert.Single(ClippedUsage.HoursOf(population, policy, shape, monday).Groups);
    }

    [Fact]
    public void A_mix_enjoys_an_allowance_in_part()
    {
        // 60 % is charged a half and 40 % the whole: 0.7 of what is used.
        var mixed = Hours(User(("chat", 0.4)), doubled);

        Assert.Equal(550_000 / 0.7, mixed.SessionLimit, 6);
        Assert.Equal(1_100_000, Hours(User(), doubled).SessionLimit, 6);
        Assert.Equal(550_000, Hours(User(), model.Timeline.Versions[0]).SessionLimit, 6);
    }

    [Fact]
    public void An_allowance_of_every_product_is_enjoyed_whole()
    {
        var policy = doubled with
        {
            Allowances = [new("all", "week", WindowKind.Week, FrozenSet.Create("pro"), null, new Factor(1.5), null)],
        };

        Assert.Equal(1.5, Hours(User(("chat", 0.4), ("cowork", 0.1)), policy).WeekAllowance, 12);
    }
}
