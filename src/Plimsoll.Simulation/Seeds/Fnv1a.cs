namespace Plimsoll.Simulation.Seeds;

/// <summary>
/// FNV-1a in 64 bits (Fowler, Noll and Vo): a hash that is the same in every process, unlike the framework's.
/// </summary>
public static class Fnv1a
{
    private const ulong Basis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    /// <summary>Hash of bytes. Wraps by design.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Basis;
        foreach (var one in bytes)
            hash = unchecked((hash ^ one) * Prime);
        return hash;
    }
}
