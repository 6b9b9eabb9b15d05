namespace Plimsoll.Limits.Values;

/// <summary>
/// What reservations that this book does not have hold of its scopes: a scope that is read in says what all of them
/// hold, and each that is read in after it takes its share over.
/// </summary>
internal sealed class HeldElsewhere
{
    private readonly Dictionary<int, HeldSums> byAddress = [];

    /// <summary>What is held of the scope at an address; null when nothing.</summary>
    public HeldSums? At(int address) => byAddress.Count == 0 ? null : byAddress.GetValueOrDefault(address);

    /// <summary>Notes what is held of a scope, in the place of what was noted.</summary>
    public void Set(int address, HeldSums sums)
    {
        if (sums.IsEmpty)
            byAddress.Remove(address);
        else
            byAddress[address] = sums;
    }

    /// <summary>What is held of a scope, to add to.</summary>
    public HeldSums Of(int address)
    {
        if (!byAddress.TryGetValue(address, out var sums))
            byAddress[address] = sums = new HeldSums();
        return sums;
    }

    /// <summary>Follows a scope whose block moves.</summary>
    public void Move(int from, int to)
    {
        if (byAddress.Remove(from, out var sums))
            byAddress[to] = sums;
    }
}
