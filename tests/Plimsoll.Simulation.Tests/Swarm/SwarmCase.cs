using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Tests.Swarm.Drawing;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>A whole service with its users, operators and faults, all drawn from one seed. Immutable.</summary>
internal sealed record SwarmCase
{
    public required ulong Seed { get; init; }

    public required Feature Has { get; init; }

    public required Instant Start { get; init; }

    /// <summary>When requests and faults end, and all that failed is repaired.</summary>
    public required Instant Heals { get; init; }

    /// <summary>The fleet, without what happens to it.</summary>
    public required FleetPlan Fleet { get; init; }

    public required ImmutableArray<FleetChange> Faults { get; init; }

    /// <summary>Null: no limits.</summary>
    public required PolicyTimeline? Timeline { get; init; }

    public required ImmutableArray<SwarmAccount> Accounts { get; init; }

    public required ImmutableArray<SwarmAct> Acts { get; init; }

    public required ImmutableArray<TraceRow> Rows { get; init; }

    public required int PrefixBlock { get; init; }

    /// <summary>No step of an engine takes longer.</summary>
    public required Duration LongestStep { get; init; }

    /// <summary>Draws a case.</summary>
    /// <param name="seed">Seed of all that is drawn.</param>
    public static SwarmCase Of(ulong seed)
    {
        var tree = SeedTree.FromSeed(seed);
        var has = Features(new Dice(tree.Branch("features")));
        var time = new Dice(tree.Branch("time"));
        var start = StartOf(time, has);
        var span = new Duration(time.Pick(1L, 10, 100, 1000) * Duration.NanosecondsPerSecond
            * (has.HasFlag(Feature.Slow) ? 10 : 1));
        var fleets = new FleetDraw(new Dice(tree.Branch("fleet")), has);
        var fleet = fleets.Draw();
        var policies = new PolicyDraw(new Dice(tree.Branch("policy")), has);
        var hasLimits = has.HasFlag(Feature.Limits);
        var accounts = hasLimits ? policies.Accounts() : [];
        var traffic = new TrafficDraw(
            new Dice(tree.Branch("traffic")), has, fleet, fleets.PrefixBlock, accounts.Length);
        return new()
        {
            Seed = seed,
            Has = has,
            Start = start,
            Heals = start + span,
            Fleet = fleet,
            Faults = fleets.Faults(fleet, start, span),
            Timeline = hasLimits ? policies.Timeline(start, span, 3) : null,
            Accounts = accounts,
            Acts = hasLimits
                ? new ActDraw(new Dice(tree.Branch("acts")), has, policies, accounts).Draw(start, span)
                : [],
            Rows = traffic.Draw(start, span),
            PrefixBlock = fleets.PrefixBlock,
            LongestStep = fleets.LongestStep,
        };
    }

    /// <summary>What was drawn, in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rows.Length} requests in {(Heals - Start).Seconds:0.#} s, {Fleet.Pools.Sum(pool => pool.Replicas)} replicas "
        + $"in {Fleet.Pools.Length} pools, {Faults.Length} faults, {Accounts.Length} accounts, {Acts.Length} acts; "
        + $"with {Has}");

    /// <summary>Most drawn by themselves; a few cases have everything or next to nothing.</summary>
    private static Feature Features(Dice dice)
    {
        var percent = dice.Pick(20, 50, 50, 50, 80);
        var has = Feature.None;
        foreach (var feature in Enum.GetValues<Feature>())
        {
            if (dice.Chance(feature == Feature.Stopped ? 15 : percent))
                has |= feature;
        }

        return has;
    }

    /// <summary>Where windows are to roll over, shortly before a day, a week or a month ends.</summary>
    private static Instant StartOf(Dice dice, Feature has)
    {
        var ends = new DateTimeOffset(2026, dice.Pick(3, 4), dice.Pick(1, 5, 9), 0, 0, 0, TimeSpan.Zero);
        return has.HasFlag(Feature.Rollovers)
            ? Instant.From(ends) - Duration.FromSeconds(dice.Of(0, 60))
            : Instant.From(ends) + Duration.FromSeconds(dice.Of(0, 86400 * 9));
    }
}
