using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning.Search;

public class When_a_site_is_expanded
{
    private static readonly Instant Later = SmallService.Day + Duration.FromDays(10);

    [Fact]
    public void It_has_more_from_that_day_on()
    {
        var model = Expanded("old");

        Assert.Equal(2000 * 0.97, Accelerators(model, Later - Duration.FromDays(9), "old"), 9);
        Assert.Equal((2000 * 0.97) + 50, Accelerators(model, Later, "old"), 9);
        Assert.Equal(31e6, PowerAt(model, Later, "old"), 3);
    }

    [Fact]
    public void Nothing_of_it_is_there_before_its_site_is() =>
        Assert.DoesNotContain(
            Fleet.At(Expanded("new"), SmallService.Day, new EngineTable(), []).Sites,
            site => site.Site.Name == "new");

    private static ServiceModel Expanded(string name)
    {
        var model = new SmallService().Model();
        return model with
        {
            Sites = [.. model.Sites.Select(site => site.Name != name ? site : site with
            {
                Expansions = [new(new Pool("hall", site.Pools[0].Kind, 100, 0.5, 1), new Watts(1e6), Later)],
            })],
        };
    }

    private static double Accelerators(ServiceModel model, Instant at, string site)
    {
        var fleet = Fleet.At(model, at, new EngineTable(), []);
        return fleet.Pools.Where(pool => fleet.Sites[pool.Site].Site.Name == site).Sum(pool => pool.Accelerators);
    }

    private static double PowerAt(ServiceModel model, Instant at, string site) =>
        Fleet.At(model, at, new EngineTable(), []).Sites.Single(there => there.Site.Name == site).Power.Value;
}
