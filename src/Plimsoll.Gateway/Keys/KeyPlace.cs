namespace Plimsoll.Gateway.Keys;

/// <summary>Where a key stands and what it carries itself. <c>default</c> stands alone.</summary>
/// <param name="Organization">Organization; null: the key is its own.</param>
/// <param name="Workspace">Workspace of the organization; null: none.</param>
/// <param name="User">User of the organization; null: none. A plan's key in an organization needs one.</param>
/// <param name="Limits">Limit sets of the policy that the key itself carries; null: none.</param>
public readonly record struct KeyPlace(
    string? Organization = null,
    string? Workspace = null,
    string? User = null,
    IReadOnlyList<string>? Limits = null);
