using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Stores;

/// <summary>Something that operators do to limits: a closed family.</summary>
/// <param name="At">When.</param>
public abstract record StoreAct(Instant At)
{
    /// <summary>Clears the windows of everybody.</summary>
    /// <param name="At">When.</param>
    public sealed record ResetAll(Instant At) : StoreAct(At);

    /// <summary>Clears the windows of the first seat.</summary>
    /// <param name="At">When.</param>
    public sealed record ResetOne(Instant At) : StoreAct(At);

    /// <summary>Takes another policy, which takes effect when no lease of before stands any more.</summary>
    /// <param name="At">When.</param>
    /// <param name="Percent">What the limits of plans become of what they were.</param>
    public sealed record AdoptPolicy(Instant At, int Percent) : StoreAct(At);

    /// <summary>Draws what they do.</summary>
    internal static ImmutableArray<StoreAct> Draw(ref Draws dice, Instant start, Duration length)
    {
        var acts = ImmutableArray.CreateBuilder<StoreAct>();
        var count = dice.NextBelow(4);
        for (var i = 0; i < count; i++)
        {
            var at = start + new Duration(dice.NextBelow(length.Nanoseconds));
            acts.Add(dice.NextBelow(3) switch
            {
                0 => new ResetAll(at),
                1 => new ResetOne(at),
                _ => new AdoptPolicy(at, 50 + (int)dice.NextBelow(100)),
            });
        }

        return [.. acts.OrderBy(act => act.At)];
    }
}
