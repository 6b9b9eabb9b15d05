using Plimsoll.Footprint;
using Plimsoll.Footprint.Air;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using static Plimsoll.Tests.Footprint.Air.BurningSite;

namespace Plimsoll.Tests.Footprint.Air;

public class When_a_permit_is_kept
{
    private const int Year = 8760;

    private static readonly AirPermit permit = new()
    {
        Name = "county",
        Title = "County",
        Sources = ["turbines"],
        Caps = By((Pollutant.Nox, new Mass(50_000))),
    };

    /// <summary>10 MW all the time: 240 kg of NOx a day and 5 kg for the start.</summary>
    [Fact]
    public void A_cap_binds_in_the_hour_in_which_twelve_months_pass_it()
    {
        var line = Nox(Meter(January, 2 * Year, _ => 10));

        // 50,000 kg less those of the start, at 10 kg an hour.
        Assert.Equal(January + Duration.FromHours(4999), line.Reached);
        Assert.Equal(24, line.Months.Length);
        Assert.Equal((31 * 240) + 5, line.Months[0].Amount, 1e-6);
        Assert.Equal(5 + (31 + 28) * 240, line.Months[1].Rolling, 1e-6);
    }

    [Fact]
    public void Months_leave_the_sum_after_eleven_others()
    {
        var line = Nox(Meter(January, 2 * Year, hour => hour < 31 * 24 ? 10 : 0));

        Assert.Equal((31 * 240) + 5 + 3, line.Months[11].Rolling, 1e-6);
        Assert.Equal(3, line.Months[12].Rolling, 1e-6);
        Assert.Equal(0, line.Months[13].Rolling, 1e-6);
        Assert.Equal(50_000, line.Remaining, 1e-6);
        Assert.Equal((31 * 240) + 8, line.Highest, 1e-6);
        Assert.Null(line.Reached);
    }

    [Fact]
    public void What_was_emitted_before_counts_until_it_is_a_year_ago()
    {
        var meter = Meter(January, 60 * 24, _ => 10);
        var before = permit with { Before = [Month(new(2025, 2, 1), 40_000), Month(new(2025, 1, 1), 99_000)] };

        var line = Assert.Single(PermitLedger.Of(AirAccount.Of(meter), before).Lines);

        // January 2025 left the sum of January 2026, February 2025 that of February.
        Assert.Equal(40_000 + (31 * 240) + 5, line.Months[0].Rolling, 1e-6);
        Assert.Equal(5 + (59 * 240), line.Months[1].Rolling, 1e-6);
        Assert.Null(line.Reached);
        var full = PermitLedger.Of(AirAccount.Of(meter), permit with { Before = [Month(new(2025, 12, 1), 49_990)] });
        Assert.Equal(January, full.Lines[0].Reached);
    }

    [Fact]
    public void What_is_stated_of_the_month_in_which_the_period_begins_counts_with_it()
    {
        var meter = Meter(January + Duration.FromDays(10), 24, _ => 10);
        var stated = permit with { Before = [Month(new(2026, 1, 1), 1000)] };

        Assert.Equal(1000 + 5 + 240, PermitLedger.Of(AirAccount.Of(meter), stated).Lines[0].Months[0].Amount, 1e-6);
    }

    [Fact]
    public void What_is_stated_of_months_that_the_period_has_all_of_does_not_count_twice()
    {
        var meter = Meter(January, 40 * 24, _ => 10);
        var stated = permit with { Before = [Month(new(2026, 1, 1), 1000), Month(new(2026, 2, 1), 1000)] };

        Assert.Equal(
            [(31 * 240) + 5.0, 9 * 240.0],
            PermitLedger.Of(AirAccount.Of(meter), stated).Lines[0].Months.Select(month => Math.Round(month.Amount, 6)));
    }

    [Fact]
    public void Starts_stops_and_hours_count_for_each_unit_on_average()
    {
        var daily = Meter(January, 10 * 24, hour => hour % 24 < 6 ? 20 : 0);
        var all = permit with
        {
            Starts = 9.5,
            Stops = 22,
            StartAndStopTime = Duration.FromHours(110),
            RunningTime = Duration.FromHours(30),
        };

        var lines = PermitLedger.Of(AirAccount.Of(daily), all).Lines;

        Assert.Equal([10.0, 10, 10 * 0.75, 60], lines.Skip(1).Select(line => line.Highest));
        Assert.Equal(January + Duration.FromDays(9), lines[1].Reached);
        Assert.IsType<PermitTerm.Stops>(lines[2].Term);
        Assert.Equal(January + Duration.FromDays(5), lines[4].Reached);
    }

    [Fact]
    public void Hours_outside_its_days_are_told_apart()
    {
        var until = permit with { Until = January + Duration.FromDays(2) };

        var ledger = PermitLedger.Of(AirAccount.Of(Meter(January, 72, hour => hour % 2 * 10, _ => 1)), until);

        Assert.Equal(12, ledger.HoursNotCovered);
        Assert.Equal(January + Duration.FromHours(49), ledger.FirstNotCovered);
    }

    [Fact]
    public void A_cap_on_what_nobody_states_is_not_kept_but_unknown()
    {
        var pm = permit with { Caps = By((Pollutant.Nox, new Mass(1)), (Pollutant.Pm, new Mass(1))) };

        Assert.Equal([Pollutant.Pm], PermitLedger.Of(AirAccount.Of(Meter(January, 2, _ => 5)), pm).Unknown);
        Assert.Empty(PermitLedger.Of(AirAccount.Of(Meter(January, 2, _ => 0)), pm).Unknown);
    }

    [Fact]
    public void Sources_of_other_permits_do_not_count()
    {
        var other = permit with { Sources = ["engines"] };

        Assert.Equal(0, PermitLedger.Of(AirAccount.Of(Meter(January, 48, _ => 10)), other).Lines[0].Highest);
    }

    private static PermitLine Nox(SiteMeter meter) => PermitLedger.Of(AirAccount.Of(meter), permit).Lines.Single();

    private static PermitMonth Month(DateOnly month, double kilograms) => new(
        Instant.FromDate(month), By((Pollutant.Nox, new Mass(kilograms))), 0, 0, Duration.Zero, Duration.Zero);
}
