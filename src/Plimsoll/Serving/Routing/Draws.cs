namespace Plimsoll.Serving.Routing;

/// <summary>Choices out of 64 uniform bits.</summary>
internal static class Draws
{
    /// <summary>A number from 0 to below <paramref name="count"/>: the high part of the product.</summary>
    public static int Below(ulong draw, int count) => (int)Math.BigMul(draw, (ulong)count, out _);

    /// <summary>Other bits that follow from a draw: the output function of splitmix64 after so many steps.</summary>
    public static ulong After(ulong draw, int steps)
    {
        unchecked
        {
            var mixed = draw + (0x9E3779B97F4A7C15 * (ulong)steps);
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
