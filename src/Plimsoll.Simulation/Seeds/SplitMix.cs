namespace Plimsoll.Simulation.Seeds;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): turns keys into states.
/// </summary>
internal static class SplitMix
{
    /// <summary>The step between states: 2⁶⁴ over the golden ratio, odd.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>
    /// The finalizer: a bijection of 64 bits in which each bit depends on every bit. Wraps by design.
    /// </summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    /// <summary>The next number; moves the state.</summary>
    public static ulong Next(ref ulong state)
    {
        state = unchecked(state + Step);
        return Mix(state);
    }
}
