using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Stores;

/// <summary>Something that goes wrong for a time: a closed family.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends.</param>
public abstract record StoreFault(Instant From, Instant To)
{
    /// <summary>No message reaches the store or comes from it.</summary>
    /// <param name="From">When it begins.</param>
    /// <param name="To">When it ends.</param>
    public sealed record StoreGone(Instant From, Instant To) : StoreFault(From, To);

    /// <summary>A gateway and the store do not reach each other.</summary>
    /// <param name="Gateway">Its number.</param>
    /// <param name="From">When it begins.</param>
    /// <param name="To">When it ends.</param>
    public sealed record Cut(int Gateway, Instant From, Instant To) : StoreFault(From, To);

    /// <summary>A gateway stands still, while its clock goes on.</summary>
    /// <param name="Gateway">Its number.</param>
    /// <param name="From">When it begins.</param>
    /// <param name="To">When it ends.</param>
    public sealed record Paused(int Gateway, Instant From, Instant To) : StoreFault(From, To);

    /// <summary>A gateway dies, with all that it knows, and another begins in its place.</summary>
    /// <param name="Gateway">Its number.</param>
    /// <param name="From">When it dies.</param>
    /// <param name="To">When the other begins.</param>
    public sealed record Killed(int Gateway, Instant From, Instant To) : StoreFault(From, To);

    /// <summary>Draws what goes wrong.</summary>
    internal static ImmutableArray<StoreFault> Draw(ref Draws dice, int gateways, Instant start, Duration length)
    {
        var faults = ImmutableArray.CreateBuilder<StoreFault>();
        var count = dice.NextBelow(5);
        for (var i = 0; i < count; i++)
        {
            var from = start + new Duration(dice.NextBelow(length.Nanoseconds));
            var to = from + new Duration(1 + dice.NextBelow(4 * Duration.NanosecondsPerSecond));
            var gateway = (int)dice.NextBelow(gateways);
            faults.Add(dice.NextBelow(4) switch
            {
                0 => new StoreGone(from, to),
                1 => new Cut(gateway, from, to),
                2 => new Paused(gateway, from, to),
                _ => new Killed(gateway, from, to),
            });
        }

        return faults.DrainToImmutable();
    }
}
