using System.Numerics;

namespace Plimsoll.Simulation.Seeds;

/// <summary>
/// Numbers drawn from one branch of a <see cref="SeedTree"/>: xoshiro256** 1.0 (Blackman and Vigna, 2018), its state
/// filled by SplitMix64 from the branch's key. A value that changes as it is drawn from: keep it in a field or pass it
/// by <c>ref</c>, a copy draws the same numbers again. Not thread-safe. <c>default</c> draws only zeros: never use it.
/// </summary>
/// <remarks>
/// Draws other than whole numbers use the machine's logarithm and square root, which agree on one platform and may
/// differ in the last bit between platforms.
/// </remarks>
public partial struct Draws
{
    /// <summary>2⁻⁵³, the distance between uniform draws.</summary>
    internal const double Unit = 1.0 / (1UL << 53);

    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    internal Draws(ulong key)
    {
        s0 = SplitMix.Next(ref key);
        s1 = SplitMix.Next(ref key);
        s2 = SplitMix.Next(ref key);
        s3 = SplitMix.Next(ref key);
    }

    internal Draws(ulong first, ulong second, ulong third, ulong fourth) =>
        (s0, s1, s2, s3) = (first, second, third, fourth);

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
            var shifted = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= shifted;
            s3 = BitOperations.RotateLeft(s3, 45);
            return result;
        }
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * Unit;

    /// <summary>Uniform in (0, 1]: safe for a logarithm.</summary>
    public double NextPositive() => ((NextUInt64() >> 11) + 1) * Unit;

    /// <summary>
    /// A whole number from 0 to below <paramref name="bound"/>, all equally likely (Lemire, "Fast random integer
    /// generation in an interval", 2019).
    /// </summary>
    /// <param name="bound">1 or more.</param>
    public long NextBelow(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            // 2^64 mod range: as many low halves would come once too often.
            var surplus = unchecked(0UL - range) % range;
            while (low < surplus)
                high = Math.BigMul(NextUInt64(), range, out low);
        }

        return (long)high;
    }
}
