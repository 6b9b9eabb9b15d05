using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

public sealed class When_groups_have_ranks
{
    private static readonly ServiceModel Model = new SmallService().Model();

    [Theory]
    [InlineData(QueueOrder.FirstCome)]
    [InlineData(QueueOrder.Priority)]
    public void Their_requests_carry_them(QueueOrder order)
    {
        var ranks = ImmutableDictionary<string, int>.Empty.Add("heavy", 3).Add("light", 1);
        var simulation = new ServiceSimulation
        {
            Model = Model,
            Start = SmallService.Day,
            Length = Duration.FromHours(2),
            Scale = 400,
            Seed = 1,
            Fleet = new() { Order = order, Priorities = ranks },
        };
        var groups = simulation.Groups;
        var seen = new HashSet<(string Group, int Rank)>();

        simulation.Run((_, _) => { }, (record, group) => seen.Add((groups[group], record.Arrival.Priority)));

        Assert.Contains(("heavy", 3), seen);
        Assert.Contains(("light", 1), seen);
        Assert.All(seen, one => Assert.Equal(ranks.GetValueOrDefault(one.Group), one.Rank));
        Assert.All(ServiceFleet.Of(simulation).Pools, pool => Assert.Equal(order, pool.Engine.Order));
    }
}
