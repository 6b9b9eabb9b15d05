namespace Plimsoll.Gateway.Admission;

/// <summary>
/// Accounts of keys that came lately, so that a key that is in use is not hashed for each of its requests. They are of
/// one ring: another has none at first. Safe to share between threads.
/// </summary>
/// <remarks>
/// How long it takes to compare a guess with a key tells nobody anything: they are compared only where 32 bits of a
/// hash agree that has another seed in every process.
/// </remarks>
internal sealed class RecentAccounts
{
    private const int Places = 1024;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>The account of a key; null when it is not among them, or works no longer.</summary>
    public Account? Find(string key, DateTimeOffset now)
    {
        var seeded = key.GetHashCode();
        var entry = Volatile.Read(ref PlaceOf(seeded));
        var isKnown = entry is not null && entry.Seeded == seeded && entry.Key == key;
        return isKnown && (entry!.Until is not { } end || end > now) ? entry.Account : null;
    }

    /// <summary>Keeps the account of a key in the place of another's.</summary>
    /// <param name="key">The key.</param>
    /// <param name="account">Its account.</param>
    /// <param name="until">Until when the key works; null: it is not replaced.</param>
    public void Keep(string key, Account account, DateTimeOffset? until)
    {
        var seeded = key.GetHashCode();
        Volatile.Write(ref PlaceOf(seeded), new Entry(key, seeded, account, until));
    }

    private ref Entry? PlaceOf(int seeded) => ref entries[seeded & (Places - 1)];

    private sealed record Entry(string Key, int Seeded, Account Account, DateTimeOffset? Until);
}
