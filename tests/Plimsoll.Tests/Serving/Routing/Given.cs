using Plimsoll.Serving.Routing;

namespace Plimsoll.Tests.Serving.Routing;

internal static class Given
{
    public static ReplicaBoard Board(int replicas, int limit = int.MaxValue)
    {
        var board = new ReplicaBoard();
        for (var i = 0; i < replicas; i++)
            board.Add(new() { Slots = 8, Limit = limit });
        return board;
    }

    public static IRoutingPolicy Policy(string name) => name switch
    {
        nameof(RoundRobin) => new RoundRobin(),
        nameof(RandomChoice) => new RandomChoice(),
        nameof(LeastOutstanding) => new LeastOutstanding(),
        nameof(PowerOfTwo) => new PowerOfTwo(),
        nameof(PrefixAffinity) => new PrefixAffinity(names: 1_000),
        nameof(WeightedScores) => new WeightedScores(new() { Queue = 2, Kv = 1, Prefix = 3 }, names: 1_000),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static TheoryData<string> Policies =>
    [
        nameof(RoundRobin), nameof(RandomChoice), nameof(LeastOutstanding), nameof(PowerOfTwo),
        nameof(PrefixAffinity), nameof(WeightedScores),
    ];

    /// <summary>Chance that is the same every time.</summary>
    public static ulong Draw(int number)
    {
        unchecked
        {
            var mixed = (ulong)(number + 1) * 0xD1342543DE82EF95;
            mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
            mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
            return mixed ^ (mixed >> 32);
        }
    }
}
