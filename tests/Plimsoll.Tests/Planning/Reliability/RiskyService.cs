using Plimsoll.Planning;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning.Reliability;

/// <summary>The small service once its second site has ramped up, with what may happen to its sites.</summary>
internal static class RiskyService
{
    public static readonly Instant Start = SmallService.Day + Duration.FromDays(31);

    /// <summary>Power that never binds.</summary>
    private const double Ample = 30;

    /// <summary>Two sites that are alike; what a site has in the way of risks is the same for both.</summary>
    public static ServiceModel Model(
        Func<string, SiteRisk>? site = null, double providers = 0, double variation = 0, double users = 60_000)
    {
        var model = new SmallService { NewMegawatts = Ample, Users = users }.Model();
        return model with
        {
            Criterion = new Criterion(0.5, variation, 0),
            Risks = new()
            {
                Sites = [.. model.Sites.Select(s => (site ?? (name => new() { Site = name }))(s.Name))],
                Providers = providers > 0 ? [new("both", ["new", "old"], Cause(providers))] : [],
            },
        };
    }

    /// <summary>The same with another accelerator at the new site: it reads slower and computes as fast.</summary>
    public static ServiceModel Mixed(this ServiceModel model, double bandwidth) => model with
    {
        Sites =
        [
            .. model.Sites.Select(site => site.Name != "new" ? site : site with
            {
                Pools =
                [
                    .. site.Pools.Select(pool => pool with
                    {
                        Kind = pool.Kind with
                        {
                            Name = "slower",
                            Title = "Slower",
                            Bandwidth = new(pool.Kind.Bandwidth.BytesPerSecond * bandwidth),
                        },
                    }),
                ],
            }),
        ],
    };

    /// <summary>The same with other sites, all of which are the old one.</summary>
    public static ServiceModel WithSites(this ServiceModel model, int count, Func<string, SiteRisk> risk) => model with
    {
        Sites = [.. Enumerable.Range(0, count).Select(i => Renamed(model.Sites.First(s => s.Name == "old"), $"s{i}"))],
        Risks = new() { Sites = [.. Enumerable.Range(0, count).Select(i => risk($"s{i}"))] },
    };

    /// <summary>A site of which one feed or everything is lost now and then.</summary>
    public static Func<string, SiteRisk> Fails(double feed = 0, double whole = 0) => name => new()
    {
        Site = name,
        Feed = feed > 0 ? Cause(feed) : null,
        Whole = whole > 0 ? Cause(whole) : null,
    };

    public static Failure Cause(double probability) => new(probability, Duration.FromHours(6));

    /// <summary>A week, at which the peak is a multiple of what one site serves.</summary>
    public static ServiceAdequacy Week(ServiceModel model, double sites, int days = 7)
    {
        var once = ServiceAdequacy.Of(model, new(Start, days));
        var one = Enumerable.Range(0, once.Supply.Fleet.Sites.Length).Average(site => once.Worth.OfSite(site, 1));
        var peak = once.Report.System.LoadFrom(0).Max();
        return ServiceAdequacy.Of(model, new(Start, days) { LoadMultiple = sites * one / peak });
    }

    /// <summary>Hours in which more is asked for than so many sites serve.</summary>
    public static int HoursAbove(this ServiceAdequacy study, double sites) =>
        study.Report.System.LoadFrom(0).Count(load => load > sites * study.Worth.OfSite(0, 1));

    private static Site Renamed(Site site, string name) => site with
    {
        Name = name,
        Contract = site.Contract with { Name = name },
    };
}
