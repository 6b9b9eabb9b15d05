namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// What the store has of a scope cannot be read: it was written by another release, or by something else.
/// </summary>
/// <param name="scope">Name of the scope.</param>
/// <param name="key">Key of the value.</param>
/// <param name="fault">What is wrong with it.</param>
internal sealed class UnreadableScopeException(string scope, string key, FormatException fault)
    : IOException($"'{key}': {fault.Message}", fault)
{
    /// <summary>Name of the scope.</summary>
    public string Scope { get; } = scope;

    /// <summary>Key of the value.</summary>
    public string Key { get; } = key;
}
