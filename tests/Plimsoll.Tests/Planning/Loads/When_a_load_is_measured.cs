using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Planning.Loads;

namespace Plimsoll.Tests.Planning.Loads;

public class When_a_load_is_measured
{
    private static readonly ServiceModel model = new SmallService { SessionDemand = 900_000 }.Model();
    private static readonly Policy now = model.Timeline.Versions[0];
    private static readonly Policy larger = LimitGrid.Scaled(now, 2, 2);

    private static WeekLoad Week(ServiceModel service) =>
        new(service.Classes, service.Populations, service.Organizations, SmallService.Day);

    private static ImmutableArray<double> OfGroup(string name, Policy policy) =>
        Week(model).GroupsUnder(policy).Single(group => group.Name == name).Requests;

    [Fact]
    public void It_takes_the_place_of_its_group_whatever_the_limits()
    {
        var flat = Enumerable.Repeat(3.0, 168 * 2).ToImmutableArray();
        var service = With(new MeasuredLoad { Name = "ledger", Requests = flat }, "heavy");

        foreach (var policy in new[] { now, larger })
        {
            var groups = Week(service).GroupsUnder(policy);
            var load = Week(service).Under(policy);

            Assert.DoesNotContain(groups, group => group.Name == "heavy");
            var measured = Assert.Single(groups, group => group.Name == "ledger");
            Assert.Equal(flat, measured.Requests);
            Assert.Equal(("pro", null), (measured.Holder, measured.Shape));
            var modelled = Week(model).Under(policy);
            var heavy = OfGroup("heavy", policy);
            Assert.All(Enumerable.Range(0, load.Length), i =>
                Assert.Equal(modelled[i] - heavy[i] + 3, load[i], 1e-9));
        }
    }

    [Fact]
    public void It_moves_with_limits_as_the_model_does_where_it_is_told_to()
    {
        var measured = new MeasuredLoad
        {
            Name = "ledger",
            Requests = [.. OfGroup("heavy", now).Select(requests => requests * 1.7)],
            MeasuredUnder = now,
        };
        var service = With(measured, "heavy");

        var load = Assert.Single(Week(service).GroupsUnder(larger), group => group.Name == "ledger").Requests;

        Assert.All(load.Zip(OfGroup("heavy", larger)), pair => Assert.Equal(1.7 * pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Several_groups_share_one_measurement()
    {
        var whole = Week(model).Under(now);
        var service = With(new MeasuredLoad { Name = "all", Requests = [.. whole] }, "heavy", "light", "companies");

        var group = Assert.Single(Week(service).GroupsUnder(larger));

        Assert.Equal("pro, tier", group.Holder);
        Assert.Equal(whole, Week(service).Under(larger));
    }

    private static ServiceModel With(MeasuredLoad measured, params string[] groups) => model with
    {
        Populations =
        [
            .. model.Populations.Select(p => groups.Contains(p.Name) ? p with { Measured = measured } : p),
        ],
        Organizations =
        [
            .. model.Organizations.Select(o => groups.Contains(o.Name) ? o with { Measured = measured } : o),
        ],
    };
}
