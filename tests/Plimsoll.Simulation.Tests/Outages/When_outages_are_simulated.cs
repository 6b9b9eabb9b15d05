using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Outages;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Tests.Outages;

public class When_outages_are_simulated
{
    private static readonly double[] load =
        [.. Enumerable.Range(0, 24 * 14).Select(hour => 52 + (hour % 24) - (hour / 24 % 7))];

    /// <summary>Several states, nested common modes, planned outages, a ramp and an uncertain load.</summary>
    private static readonly OutageSystem everything = new()
    {
        Unit = "MW",
        Step = 1,
        Categories = [new("all", [.. load])],
        Forecast = LoadForecast.Normal(0.05),
        Sources =
        [
            new CommonMode
            {
                Name = "provider",
                Outage = new(0, 0.02, Duration.FromHours(10)),
                Members =
                [
                    new CommonMode
                    {
                        Name = "site",
                        Outage = new(0, 0.03, Duration.FromHours(5)),
                        Members = [Units("halls", 4, 8) with { Service = [new(30, 3), new(100, 4)] }],
                    },
                    Units("rack", 3, 5) with
                    {
                        Outages = [new(0, 0.05, Duration.FromHours(20)), new(2, 0.1, Duration.FromHours(4))],
                    },
                ],
            },
            Units("own", 6, 7) with { Service = [new(0, 4), new(50, 6)] },
        ],
    };

    [Fact]
    public void The_tables_lie_within_the_confidence_interval()
    {
        var exact = OutageReport.Of(new OutageTables(everything)).Total;

        var sample = Run(everything, 20_000, seed: 7);

        Assert.True(sample.LossHours.Holds(exact.LossHours), $"{sample.LossHours} {exact}");
        Assert.True(sample.LossDays.Holds(exact.LossDays), $"{sample.LossDays} {exact}");
        Assert.True(sample.Unserved.Holds(exact.Unserved), $"{sample.Unserved} {exact}");
        Assert.InRange(sample.LossHours.HalfWidth / sample.LossHours.Value, 0, 0.03);
    }

    [Fact]
    public void So_does_how_often_load_is_lost_where_the_same_units_are_in_service_throughout()
    {
        var system = everything with { Sources = [.. everything.Sources.Select(Settled)] };
        var exact = OutageReport.Of(new OutageTables(system)).Total;

        var sample = Run(system, 20_000, seed: 3);

        Assert.True(sample.Events.Holds(exact.Events!.Value), $"{sample.Events} {exact}");
        Assert.InRange(sample.Events.HalfWidth / sample.Events.Value, 0, 0.03);
    }

    [Fact]
    public void What_is_derated_ramped_and_revoked_is_so_in_both_and_every_category_too()
    {
        var system = everything with
        {
            Categories = [new("batch", [.. load.Select(l => l * 0.2)]), new("paid", [.. load.Select(l => l * 0.8)])],
            Sources =
            [
                new RevocableSource
                {
                    Name = "lease",
                    FromHour = 100,
                    Probability = 0.3,
                    Members =
                    [
                        new ScheduledSource
                        {
                            Name = "ramp",
                            Parts = [new(0, 0.5), new(60, 1)],
                            Members =
                            [
                                new CommonMode
                                {
                                    Name = "grid",
                                    Outage = new(0.5, 0.1, Duration.FromHours(3)),
                                    Members = [Units("halls", 4, 8)],
                                },
                            ],
                        },
                    ],
                },
                Units("own", 8, 7),
            ],
        };
        var exact = OutageReport.Of(new OutageTables(system));

        var sample = Run(system, 20_000, seed: 5);

        Assert.True(sample.LossHours.Holds(exact.Total.LossHours), $"{sample.LossHours} {exact.Total}");
        foreach (var (expected, drawn) in exact.Categories.Zip(sample.Categories))
        {
            Assert.True(drawn.LossHours.Holds(expected.LossHours), $"{drawn} {expected}");
            Assert.True(drawn.Unserved.Holds(expected.Unserved), $"{drawn} {expected}");
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_years_and_another_gives_others()
    {
        var first = Run(everything, 50, seed: 1);

        Assert.Equal(first.LossHours, Run(everything, 50, seed: 1).LossHours);
        Assert.Equal(first.Lengths.MeanSeconds, Run(everything, 50, seed: 1).Lengths.MeanSeconds);
        Assert.NotEqual(first.LossHours, Run(everything, 50, seed: 2).LossHours);
    }

    [Fact]
    public void What_never_fails_loses_what_it_cannot_carry_and_nothing_else()
    {
        var system = everything with { Sources = [Units("firm", 1, 74) with { Outages = [] }] };
        system = system with { Forecast = LoadForecast.Certain };

        var sample = Run(system, 3, seed: 1);

        var expected = OutageReport.Of(new OutageTables(system)).Total;
        Assert.Equal(expected.LossHours, sample.LossHours.Value, 1e-9);
        Assert.Equal(expected.Unserved, sample.Unserved.Value, 1e-9);
        Assert.Equal(0, sample.LossHours.HalfWidth);
        Assert.Equal(Duration.FromHours(1), sample.Lengths.Max);
    }

    [Fact]
    public void An_outage_of_unknown_length_cannot_be_simulated()
    {
        var system = everything with { Sources = [Units("u", 1, 10) with { Outages = [new(0, 0.1, null)] }] };

        var error = Assert.Throws<ArgumentException>(() => Run(system, 2, seed: 1));
        Assert.Contains("'u'", error.Message, StringComparison.Ordinal);
    }

    private static OutageSample Run(OutageSystem system, int years, ulong seed) =>
        OutageSimulation.Run(system, years, SeedTree.FromSeed(seed));

    private static UnitGroup Units(string name, int count, double capacity) => new()
    {
        Name = name,
        Count = count,
        Capacity = capacity,
        Outages = [new(0, 0.1, Duration.FromHours(12))],
    };

    private static CapacitySource Settled(CapacitySource source) => source switch
    {
        CommonMode mode => mode with { Members = [.. mode.Members.Select(Settled)] },
        UnitGroup group => group with { Service = [] },
        _ => source,
    };
}
