using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage;

/// <summary>
/// The ledger of what was used, to be read. Every member may be called by many threads at once. What goes wrong is a
/// <see cref="StoreException"/>.
/// </summary>
public interface ILedger : IAsyncDisposable
{
    /// <summary>The entries of a period, in the order of their instants, then of their requests.</summary>
    IAsyncEnumerable<LedgerEntry> ReadEntries(LedgerPeriod period, CancellationToken cancellation);

    /// <summary>The sums of all hours that begin in a period, in the order of their keys.</summary>
    IAsyncEnumerable<UsageSum> ReadUsage(LedgerPeriod period, CancellationToken cancellation);
}
