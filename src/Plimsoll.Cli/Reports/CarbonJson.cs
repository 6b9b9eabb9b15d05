using Plimsoll.Footprint.Carbon;

namespace Plimsoll.Cli.Reports;

/// <summary>Carbon and water as programs read them; described in the reference on carbon and water.</summary>
internal static class CarbonJson
{
    private const string Format = "plimsoll.carbon/1";

    public static string Write(CarbonReport report, string scenario) => JsonText.Write(Format, new
    {
        scenario,
        from = report.Metered.From.ToDateTimeOffset().UtcDateTime,
        hours = report.Metered.Hours,
        sites = report.Sites.Select(site => new
        {
            name = site.Meter.Site.Name,
            own = site.Carbon.Terms.IsOwn,
            kilograms = new
            {
                combustion = site.Carbon.CombustionKilograms.Sum(),
                location = site.Carbon.LocationKilograms.Sum(),
                market = site.Carbon.MarketKilograms.Sum(),
                hourly = site.Carbon.HourlyKilograms.Sum(),
                marginal = site.Carbon.MarginalKilograms.Sum(),
                losses = site.Carbon.LossKilograms.Sum(),
                upstream = site.Carbon.UpstreamKilograms.Sum(),
                embodied = site.Carbon.EmbodiedKilograms.Sum(),
            },
            uncovered = site.Carbon.Uncovered is { } rate ? new
            {
                rate = JsonText.Name(rate),
                kilogramsPerMegawattHour =
                    (site.Carbon.Terms.Supplier ?? site.Carbon.Terms.Residual)?.KilogramsPerMegawattHour,
            }
            : null,
            scopes = Enum.GetValues<CarbonBasis>().ToDictionary(basis => JsonText.Name(basis), basis => new
            {
                site = Of(site.Carbon.ScopesOfSite(basis)),
                ours = Of(site.Carbon.ScopesOf(basis)),
            }),
            carbonFreeShare = site.Carbon.CarbonFreeShare,
            litres = new
            {
                onSite = site.Water.OnSiteLitres.Sum(),
                onSiteByMonth = site.Water.OnSiteLitresByMonth.ToArray(),
                source = site.Water.SourceLitres.Sum(),
            },
            unstated = site.Unstated.ToArray(),
        }),
        scores = report.Scores.Consumer.Select(one => Of("consumer", one.Class, one.Score))
            .Append(Of("provider", "possible", report.Scores.ProviderGross))
            .Append(Of("provider", "achieved", report.Scores.ProviderEffective)),
        unassignedKilograms = report.Scores.UnassignedKilograms,
        boundaryJoules = new
        {
            accelerators = report.Boundary.Accelerators,
            hosts = report.Boundary.Hosts,
            idle = report.Boundary.Idle,
            overhead = report.Boundary.Overhead,
        },
    });

    private static object Of(Scopes scopes) =>
        new { scope1 = scopes.Direct, scope2 = scopes.Purchased, scope3 = scopes.Chain };

    private static object Of(string kind, string name, SciScore score) => new
    {
        kind,
        of = name,
        operationalKilograms = score.OperationalKilograms,
        embodiedKilograms = score.EmbodiedKilograms,
        units = score.Units,
        unit = score.Unit,
        gramsPerUnit = score.GramsPerUnit,
    };
}
