using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>Draws from one branch of the seed of a case.</summary>
internal sealed class Dice(SeedTree branch)
{
    private Draws draws = branch.Stream();

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public int Of(int low, int high) => low + (int)draws.NextBelow((long)high - low + 1);

    /// <summary>A whole number from 0 to below a bound.</summary>
    public long Below(long bound) => draws.NextBelow(bound);

    public bool Chance(int percent) => Of(1, 100) <= percent;

    public T Pick<T>(params ReadOnlySpan<T> these) => these[Of(0, these.Length - 1)];

    public ulong Seed() => draws.NextUInt64();
}
