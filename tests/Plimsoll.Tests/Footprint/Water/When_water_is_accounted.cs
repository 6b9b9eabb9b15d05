using Plimsoll.Footprint.Water;
using Plimsoll.Quantities;
using Plimsoll.Tests.Footprint.Carbon;

namespace Plimsoll.Tests.Footprint.Water;

public class When_water_is_accounted
{
    private const long MegawattHour = Joules.PerMegawattHour;

    private static readonly WaterTerms Terms = new()
    {
        OnSite = new WaterFactor(0.5),
        ItPart = 0.8,
        Grid = new WaterFactor(4),
        Generators = new WaterFactor(0.01),
        Solar = new WaterFactor(0.002),
    };

    private static readonly MeteredSite Site = new()
    {
        Turbines = [MegawattHour, 0],
        Panels = [0, MegawattHour],
    };

    [Fact]
    public void On_the_site_it_follows_the_servers_and_at_the_source_what_each_source_gives()
    {
        var account = WaterAccount.Of(Site.Meter(), Terms);

        Assert.Equal([2 * 0.8 * 500, 4 * 0.8 * 500], account.OnSiteLitres);
        Assert.Equal([4000 + 10.0, 12_000 + 2], account.SourceLitres);
        Assert.Equal(800 + 4010.0, account.TotalLitres[0]);
    }

    [Fact]
    public void On_the_site_it_follows_the_months()
    {
        var summer = WaterAccount.Of(Site.Meter(), Terms with
        {
            ByMonth = [0.5, 0.5, 0.5, 0.5, 0.5, 1, 3, 3, 1, 0.5, 0.5, 0.5],
        });

        Assert.Equal([2 * 0.8 * 1500, 4 * 0.8 * 1500], summer.OnSiteLitres);
        Assert.Equal(summer.OnSiteLitres.Sum(), summer.OnSiteLitresByMonth[6]);
        Assert.Equal(summer.OnSiteLitres.Sum(), summer.OnSiteLitresByMonth.Sum());
    }

    /// <summary>arXiv 2508.15734: 0.26 mL for 0.24 Wh at 1.09 times IT power is 1.18 L for each kWh of IT.</summary>
    [Fact]
    public void A_Gemini_prompt_uses_up_what_Google_says()
    {
        const long prompts = 1_000_000_000;
        var account = WaterAccount.Of(
            new MeteredSite { Grid = [(long)(prompts * 0.24 * Joules.PerWattHour)] }.Meter(),
            new WaterTerms { OnSite = new WaterFactor(1.18), ItPart = 1 / 1.09 });

        Assert.Equal(0.26, account.OnSiteLitres[0] / prompts * 1000, 0.0005);
    }

    [Fact]
    public void What_is_not_stated_is_said_and_counts_as_nothing()
    {
        var account = WaterAccount.Of(Site.Meter(), new WaterTerms { ItPart = 1 });

        Assert.Equal(0, account.TotalLitres.Sum());
        Assert.Equal(
            ["water on the site", "water of grid", "water of panels", "water of turbines"], account.Unstated);
    }
}
