using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Plimsoll.Limits.Ledger;

/// <summary>Sums of usage that grow, a sum for each key. For one caller at a time.</summary>
public sealed class UsageSums
{
    private readonly Dictionary<UsageKey, UsageSum> sums = [];

    /// <summary>How many keys there are.</summary>
    public int Count => sums.Count;

    /// <summary>Counts one request.</summary>
    public void Add(in LedgerEntry entry) => Add(UsageSum.Of(entry));

    /// <summary>Counts what was summed elsewhere.</summary>
    public void Add(in UsageSum sum)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, sum.Key, out var exists);
        known = exists ? known.Plus(sum) : sum;
    }

    /// <summary>The sums in the order of their keys.</summary>
    public ImmutableArray<UsageSum> InOrder() => [.. sums.Values.OrderBy(sum => sum.Key)];
}
