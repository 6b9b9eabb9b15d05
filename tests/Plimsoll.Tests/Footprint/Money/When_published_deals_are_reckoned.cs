using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Footprint.Money;

/// <summary>Figures of deals as they were published, and what follows from them.</summary>
public class When_published_deals_are_reckoned
{
    /// <summary>SpaceX S-1 of 20 May 2026 and its amendment of 1 June: 1.25 bn USD a month, about 325,000.</summary>
    [Fact]
    public void The_lease_of_both_colossus_sites_is_5_27_dollars_an_accelerator_hour() =>
        Assert.Equal(5.27, ContractLedger.PerAcceleratorHour(new Usd(1.25e9), 325_000).Dollars, 0.005);

    /// <summary>The same fee by the 220,000 of Colossus 1 alone, as many articles have it.</summary>
    [Fact]
    public void By_colossus_1_alone_it_would_be_7_78_dollars() =>
        Assert.Equal(7.78, ContractLedger.PerAcceleratorHour(new Usd(1.25e9), 220_000).Dollars, 0.005);

    /// <summary>The figures of SpaceX, Amazon (20 April 2026), Google (5 years, 5 GW) and Oracle with OpenAI.</summary>
    [Theory]
    [InlineData(1.25e9, 1.0 / 12, 300, 50e6)]
    [InlineData(100e9, 10, 5000, 2e6)]
    [InlineData(200e9, 5, 5000, 8e6)]
    [InlineData(300e9, 5, 4500, 13e6)]
    public void Deals_cost_millions_of_dollars_a_megawatt_and_year(
        double total, double years, double megawatts, double expected) => Assert.Equal(
            expected, ContractLedger.PerMegawattYear(new Usd(total), years, megawatts).Dollars, 0.05 * expected);
}
