using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Footprint.Carbon;

/// <summary>Laws of the three ways to count purchased electricity, on sites and contracts drawn at random.</summary>
public class When_contracts_match_load
{
    private const double Slack = 1e-9;

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20260212, 1);

    private static void Always(Func<CarbonAccount, bool> law, Func<CarbonTerms, CarbonTerms>? with = null) =>
        Check.One(Fixed, Prop.ForAll(MeteredSite.WithContracts, drawn =>
            law(CarbonAccount.Of(drawn.Site.Meter(), with?.Invoke(drawn.Terms) ?? drawn.Terms))));

    private static bool AreEqual(double one, double other) =>
        Math.Abs(one - other) <= Slack * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other)));

    [Fact]
    public void Parts_add_up_to_the_total_and_scopes_do() => Always(account =>
        Enum.GetValues<CarbonBasis>().All(basis =>
            AreEqual(account.TotalKilograms(basis).Sum(), account.ScopesOfSite(basis).Total)
            && AreEqual(account.ScopesOf(basis).Total, account.ScopesOfSite(basis).Total)));

    [Fact]
    public void Hour_by_hour_is_never_less_than_over_the_period() => Always(account =>
        account.HourlyKilograms.Sum() >= account.MarketKilograms.Sum() * (1 - Slack) - Slack);

    [Fact]
    public void Without_contracts_and_with_the_average_left_over_the_market_is_the_location() => Always(
        account => AreEqual(account.MarketKilograms.Sum(), account.LocationKilograms.Sum())
            && account.HourlyKilograms.Zip(account.LocationKilograms).All(hour => AreEqual(hour.First, hour.Second)),
        terms => terms with { Instruments = [], Residual = null });

    /// <summary>Order of the Scope 2 Guidance (GHG Protocol, 2015): supplier's rate, residual mix, average.</summary>
    [Theory]
    [InlineData(300.0, 900.0, 300.0, UncoveredRate.Supplier)]
    [InlineData(null, 900.0, 900.0, UncoveredRate.Residual)]
    [InlineData(null, null, 400.0, UncoveredRate.Location)]
    public void What_no_contract_covers_counts_at_the_best_rate_that_is_known(
        double? supplier, double? residual, double expected, UncoveredRate rate)
    {
        var site = new MeteredSite { Grid = [10 * Joules.PerMegawattHour] };

        var account = CarbonAccount.Of(site.Meter(), MeteredSite.Terms with
        {
            Average = new EmissionFactor(400),
            Supplier = supplier is { } stated ? new EmissionFactor(stated) : null,
            Residual = residual is { } left ? new EmissionFactor(left) : null,
            Instruments =
            [
                new ContractInstrument
                {
                    Name = "wind", PerYear = new Joules(4 * 8760L * Joules.PerMegawattHour), Emission = default,
                    IsDeliverable = true,
                },
            ],
        });

        Assert.Equal(6 * expected, account.MarketKilograms.Sum(), 1e-6);
        Assert.Equal(6 * expected, account.HourlyKilograms.Sum(), 1e-6);
        Assert.Equal(10 * 400.0, account.LocationKilograms.Sum(), 1e-6);
        Assert.Equal(rate, account.Uncovered);
    }

    [Fact]
    public void A_contract_that_emits_nothing_raises_nothing() => Always(account =>
    {
        var without = account.Terms.Residual!.Value.KilogramsPerMegawattHour
            / account.Terms.Average!.Value.KilogramsPerMegawattHour * account.LocationKilograms.Sum();
        return account.MarketKilograms.Sum() <= without * (1 + Slack) + Slack
            && account.HourlyKilograms.Sum() <= without * (1 + Slack) + Slack;
    });

    [Fact]
    public void What_is_free_of_carbon_is_a_part_of_the_energy_used() => Always(account =>
        account.CarbonFreeShare is >= 0 and <= 1);
}
