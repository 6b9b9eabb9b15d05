namespace Plimsoll.Gateway.Durability;

/// <summary>A value in the store that this gateway alone writes.</summary>
/// <param name="key">Its key.</param>
/// <param name="version">The version that it has; 0: there is none.</param>
internal sealed class StoredKey(string key, long version = 0)
{
    /// <summary>Its key.</summary>
    public string Key { get; } = key;

    /// <summary>The version that it has; 0: there is none.</summary>
    public long Version { get; set; } = version;
}
