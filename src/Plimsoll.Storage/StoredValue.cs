namespace Plimsoll.Storage;

/// <summary>A value as it was read.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Version">
/// Which writing it is: larger than that of every earlier value of this key, also of one that was removed. 0: there is
/// no value.
/// </param>
/// <param name="Bytes">The value; empty where there is none. Never changed, so it may be kept.</param>
public readonly record struct StoredValue(string Key, long Version, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether there is a value.</summary>
    public bool Exists => Version != 0;

    /// <summary>That a key has no value.</summary>
    public static StoredValue None(string key) => new(key, 0, default);
}
