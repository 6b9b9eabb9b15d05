using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Outages;

/// <summary>
/// Small systems for property tests: units with several states, some in groups. What groups leave are halves, so that
/// all capacities are quarters.
/// </summary>
internal static class RandomSources
{
    /// <summary>Cases that replay: the same at every run.</summary>
    public static Config Cases(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(1979, 9);

    /// <summary>A few sources, made from a number.</summary>
    public static Arbitrary<ImmutableArray<CapacitySource>> Arbitrary { get; } =
        Gen.Choose(0, int.MaxValue).Select(Of).ToArbitrary();

    public static ImmutableArray<CapacitySource> Of(int seed)
    {
        // Not many parts that fail: more would take long to list.
        var random = new Random(seed);
        var (names, left) = (0, 6);
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Source(2))];

        CapacitySource Source(int depth)
        {
            if (left-- <= 2 || depth == 0 || random.Next(2) > 0)
                return Group(random, $"units-{names++}", left > 0 ? random.Next(1, 3) : 1);
            ImmutableArray<CapacitySource> members =
                [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Source(depth - 1))];
            var name = $"place-{names++}";
            return random.Next(6) switch
            {
                0 => new ScheduledSource { Name = name, Members = members, Parts = [new(0, 0.5)] },
                1 => new RevocableSource { Name = name, Members = members, FromHour = 0, Probability = 0.2 },
                var other => new CommonMode
                {
                    Name = name,
                    Members = members,
                    Outage = new(other == 2 ? 0.5 : 0, random.Next(1, 20) / 100.0, Hours(random)),
                },
            };
        }
    }

    /// <summary>Identical units that are whole or gone.</summary>
    public static UnitGroup Units(
        string name, int count, double capacity, double outageRate, double repairHours = 50) =>
        new()
        {
            Name = name,
            Count = count,
            Capacity = capacity,
            Outages = outageRate == 0 ? [] : [new(0, outageRate, Duration.FromSeconds(repairHours * 3600))],
        };

    /// <summary>A system with the same load in every hour.</summary>
    public static OutageSystem Loaded(IEnumerable<CapacitySource> sources, params double[] load) => new()
    {
        Unit = "MW",
        Step = 1,
        Sources = [.. sources],
        Categories = [new("all", [.. load])],
    };

    private static UnitGroup Group(Random random, string name, int count)
    {
        var capacity = random.Next(2, 40);
        return new()
        {
            Name = name,
            Count = count,
            Capacity = capacity,
            Outages =
            [
                .. Enumerable.Range(0, random.Next(1, 3)).Select(state => new Outage(
                    state == 0 ? 0 : random.Next(1, capacity), random.Next(1, 30) / 100.0, Hours(random))),
            ],
        };
    }

    private static Duration Hours(Random random) => Duration.FromHours(random.Next(1, 200));
}
