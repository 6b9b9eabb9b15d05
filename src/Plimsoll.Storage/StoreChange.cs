namespace Plimsoll.Storage;

/// <summary>A change of one value, made only if the value has the version that is expected.</summary>
public readonly record struct StoreChange
{
    private StoreChange(string key, long expected, ReadOnlyMemory<byte>? bytes) =>
        (Key, Expected, Bytes) = (key, expected, bytes);

    /// <summary>Key of the value.</summary>
    public string Key { get; }

    /// <summary>Version that it must have; 0: there must be none.</summary>
    public long Expected { get; }

    /// <summary>What it becomes; null: it is removed.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; }

    /// <summary>Writes a value. The bytes must not change before the commit returns.</summary>
    public static StoreChange Put(string key, long expected, ReadOnlyMemory<byte> bytes) => new(key, expected, bytes);

    /// <summary>Removes a value.</summary>
    public static StoreChange Remove(string key, long expected) => new(key, expected, null);
}
