using System.Collections.Concurrent;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// The accounts of all keys, in memory: they begin empty with the gateway. Safe to share between threads.
/// </summary>
internal sealed class AccountBook
{
    private readonly ConcurrentDictionary<string, LiveAccount> accounts = new();

    /// <summary>The account of a key.</summary>
    public LiveAccount Of(GatewayKey key) =>
        accounts.GetOrAdd(key.Hash, static (_, terms) => new LiveAccount(terms), key.Terms);
}
