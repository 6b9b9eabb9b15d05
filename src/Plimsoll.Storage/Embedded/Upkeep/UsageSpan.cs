using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Embedded.Upkeep;

/// <summary>How many requests sums count, and in which hours.</summary>
internal sealed class UsageSpan
{
    /// <summary>Requests.</summary>
    public long Requests { get; private set; }

    /// <summary>First hour; null: there is none.</summary>
    public Instant? First { get; private set; }

    /// <summary>Last hour.</summary>
    public Instant? Last { get; private set; }

    /// <summary>Takes a sum, which is not before those taken already.</summary>
    public void Add(in UsageSum sum)
    {
        Requests += sum.Requests;
        First ??= sum.Key.Hour;
        Last = sum.Key.Hour;
    }
}
