namespace Plimsoll.Gateway.Keys;

/// <summary>One client's key as it is kept: the hash, never the key, and what its holder is entitled to.</summary>
/// <param name="Name">What its owner calls it; unique in its ring.</param>
/// <param name="Hash">SHA-256 of the key in 64 lower-case hexadecimal digits.</param>
/// <param name="Product">Product whose usage this is, such as <c>claude-code</c>.</param>
/// <param name="WeekAnchor">
/// Any instant at which its week resets; the others follow at multiples of 7 days. Of several keys of one scope, that
/// of the oldest counts.
/// </param>
/// <param name="Created">When it was made.</param>
/// <param name="Plan">Plan of the policy, carried by its user; null for a tier's key.</param>
/// <param name="Tier">
/// API tier of the policy, carried by its organization; null for a plan's key. Exactly one of plan and tier is set.
/// </param>
public sealed record GatewayKey(
    string Name,
    string Hash,
    string Product,
    DateTimeOffset WeekAnchor,
    DateTimeOffset Created,
    string? Plan = null,
    string? Tier = null)
{
    /// <summary>Organization that it belongs to. Default null: it is its own.</summary>
    public string? Organization { get; init; }

    /// <summary>Workspace of the organization. Default null: none.</summary>
    public string? Workspace { get; init; }

    /// <summary>User of the organization, who has the seat. Default null: none, or the key's own.</summary>
    public string? User { get; init; }

    /// <summary>Keys that this one replaced, the latest first. Default null: none.</summary>
    public IReadOnlyList<FormerKey>? Former { get; init; }

    /// <summary>Limit sets of the policy that the key itself carries. Default null: none.</summary>
    public IReadOnlyList<string>? Limits { get; init; }

    /// <summary>Its own hash and those of keys that it replaced.</summary>
    internal IEnumerable<string> Hashes => Entries.Select(entry => entry.Hash);

    /// <summary>The same, each with the first instant at which it is refused; null: none is known.</summary>
    internal IEnumerable<(string Hash, DateTimeOffset? Until)> Entries =>
        [(Hash, null), .. (Former ?? []).Select(one => (one.Hash, (DateTimeOffset?)one.Until))];
}
