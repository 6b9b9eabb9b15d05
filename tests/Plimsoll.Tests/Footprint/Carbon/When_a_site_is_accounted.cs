using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Footprint.Carbon;

public class When_a_site_is_accounted
{
    private const long MegawattHour = Joules.PerMegawattHour;

    private static CarbonAccount Account(MeteredSite site, CarbonTerms? terms = null) =>
        CarbonAccount.Of(site.Meter(), terms ?? MeteredSite.Terms);

    [Fact]
    public void Every_part_is_energy_times_its_factor()
    {
        var account = Account(new MeteredSite { Turbines = [2 * MegawattHour, 0] });

        Assert.Equal([400.0, 1200], account.LocationKilograms);
        Assert.Equal([700.0, 2100], account.MarginalKilograms);
        Assert.Equal(400 / 0.95, account.LocationKilograms[0] + account.LossKilograms[0], 1e-9);
        Assert.Equal(20 * (53.06 + 0.028 + 0.0265), account.CombustionKilograms[0], 1e-9);
        Assert.Equal(20 * 15 * 1.05505585262, account.UpstreamKilograms[0], 1e-9);
        Assert.Equal(2000 * 1114.0 / (1826 * 24), account.EmbodiedKilograms[1], 1e-9);
    }

    [Fact]
    public void A_connection_that_states_its_hours_counts_by_the_hour()
    {
        var account = Account(new MeteredSite
        {
            GridCarbon = [.. Enumerable.Range(0, 24).Select(hour => new EmissionFactor(100 * (hour + 1)))],
        });

        Assert.Equal([100.0, 600], account.LocationKilograms);
    }

    [Fact]
    public void What_is_leased_is_of_the_third_scope_but_of_the_first_and_second_for_who_runs_it()
    {
        var account = Account(
            new MeteredSite { Turbines = [MegawattHour, 0] }, MeteredSite.Terms with { IsOwn = false });
        var runs = account.ScopesOfSite(CarbonBasis.Location);

        Assert.Equal(new Scopes(0, 0, runs.Total), account.ScopesOf(CarbonBasis.Location));
        Assert.Equal((account.CombustionKilograms.Sum(), 1600), (runs.Direct, runs.Purchased));
    }

    [Fact]
    public void A_contract_that_gives_at_night_covers_the_period_but_not_the_day()
    {
        var account = Account(new MeteredSite(), MeteredSite.Terms with
        {
            Instruments =
            [
                new ContractInstrument
                {
                    Name = "night",
                    PerYear = new Joules(8760 * 2 * MegawattHour),
                    ByHour = [2, 0, .. Enumerable.Repeat(1.0, 22)],
                },
            ],
        });

        Assert.Equal(0, account.MarketKilograms.Sum());
        Assert.Equal([0.0, 1200], account.HourlyKilograms);
        Assert.Equal(0.25, account.CarbonFreeShare);
    }

    [Fact]
    public void A_contract_on_another_grid_counts_over_the_period_only()
    {
        var account = Account(new MeteredSite(), MeteredSite.Terms with
        {
            Instruments =
            [
                new ContractInstrument
                {
                    Name = "far", PerYear = new Joules(8760 * 4 * MegawattHour), IsDeliverable = false,
                },
            ],
        });

        Assert.Equal((0, 1600), (account.MarketKilograms.Sum(), account.HourlyKilograms.Sum()));
    }

    [Fact]
    public void A_contract_counts_from_its_first_to_its_last_day()
    {
        var contract = new ContractInstrument
        {
            Name = "ppa",
            PerYear = new Joules(8760 * MegawattHour),
            From = MeteredSite.From,
            Until = MeteredSite.From + Duration.FromHours(1),
        };

        Assert.Equal(MegawattHour, contract.JoulesAt(MeteredSite.From));
        Assert.Equal(0, contract.JoulesAt(MeteredSite.From + Duration.FromHours(1)));
        Assert.Equal(0, contract.JoulesAt(MeteredSite.From - Duration.FromHours(1)));
    }

    [Fact]
    public void A_contract_does_not_make_what_turbines_burn_free_of_carbon()
    {
        var account = Account(new MeteredSite { Turbines = [4 * MegawattHour, 0] }, MeteredSite.Terms with
        {
            Instruments = [new ContractInstrument { Name = "ppa", PerYear = new Joules(8760 * 3 * MegawattHour) }],
        });

        Assert.Equal((1 + 3) / 8.0, account.CarbonFreeShare, 1e-12);
    }

    [Fact]
    public void Panels_are_free_of_carbon_in_their_hour()
    {
        var account = Account(new MeteredSite { Panels = [3 * MegawattHour, 0] });

        Assert.Equal(3 / 7.0, account.CarbonFreeShare, 1e-12);
        Assert.Equal(1600, account.LocationKilograms.Sum());
    }

    [Fact]
    public void What_is_not_stated_is_said_and_counts_as_nothing()
    {
        var account = Account(
            new MeteredSite { Turbines = [MegawattHour, 0] },
            new CarbonTerms { IsOwn = true, Potentials = MeteredSite.Ar5 });

        Assert.Equal(0, account.TotalKilograms(CarbonBasis.Location).Sum());
        Assert.Equal(
            [
                "carbon of the grid", "what a change of load emits", "losses of the grid",
                "carbon of the fuel of its generators", "what was emitted to make h200",
            ],
            account.Unstated);
        Assert.Empty(Account(new MeteredSite { Turbines = [MegawattHour, 0] }).Unstated);
    }
}
