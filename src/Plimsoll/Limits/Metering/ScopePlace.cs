namespace Plimsoll.Limits.Metering;

/// <summary>Which scope of a path.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Address">Where its block stands.</param>
internal readonly record struct ScopePlace(ScopeLevel Level, int Address);
