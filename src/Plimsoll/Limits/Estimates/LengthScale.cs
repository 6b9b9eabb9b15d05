using System.Numerics;

namespace Plimsoll.Limits.Estimates;

/// <summary>
/// Lengths on a scale on which every doubling is one step of 65,536: straight lines between powers of two, so that it
/// is exact both ways in whole numbers, on every machine. Quantiles are the same on any rising scale; on this one a
/// move is a multiple.
/// </summary>
internal static class LengthScale
{
    /// <summary>Levels in a doubling.</summary>
    public const int Doubling = 1 << DoublingBits;

    /// <summary>Codes in a doubling: a code stands for lengths within 6.25 % of each other.</summary>
    public const int CodesInDoubling = 16;

    /// <summary>Number of codes.</summary>
    public const int Codes = Doublings * CodesInDoubling;

    /// <summary>Highest level: of 1,048,575, which every longer length counts as.</summary>
    public const int Highest = (Doublings * Doubling) - 1;

    private const int DoublingBits = 16;
    private const int Doublings = 20;
    private const int LevelsInCode = Doubling / CodesInDoubling;

    /// <summary>Level of a length; none counts as 1.</summary>
    public static int LevelOf(long length)
    {
        var bounded = (ulong)Math.Clamp(length, 1, (1L << Doublings) - 1);
        var doublings = BitOperations.Log2(bounded);
        var above = (bounded << DoublingBits >> doublings) - Doubling;
        return (doublings << DoublingBits) + (int)above;
    }

    /// <summary>Longest length whose level is at most <paramref name="level"/>.</summary>
    public static long LengthAt(int level) =>
        (long)(Doubling + (level & (Doubling - 1))) << (level >> DoublingBits) >> DoublingBits;

    /// <summary>Code of a level.</summary>
    public static int CodeOf(int level) => level / LevelsInCode;

    /// <summary>Highest level of a code.</summary>
    public static int LevelOfCode(int code) => ((code + 1) * LevelsInCode) - 1;
}
