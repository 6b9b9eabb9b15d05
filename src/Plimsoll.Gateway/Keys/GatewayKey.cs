using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Keys;

/// <summary>One client's key as it is kept: the hash, never the key, and what its holder is entitled to.</summary>
/// <param name="Name">What its owner calls it; unique in its ring.</param>
/// <param name="Hash">SHA-256 of the key in 64 lower-case hexadecimal digits.</param>
/// <param name="Product">Product whose usage this is, such as <c>claude-code</c>.</param>
/// <param name="WeekAnchor">Any instant at which its week resets; the others follow at multiples of 7 days.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Plan">Plan of the policy; null for a tier's key. Exactly one of plan and tier is set.</param>
/// <param name="Tier">API tier of the policy; null for a plan's key.</param>
public sealed record GatewayKey(
    string Name,
    string Hash,
    string Product,
    DateTimeOffset WeekAnchor,
    DateTimeOffset Created,
    string? Plan = null,
    string? Tier = null)
{
    /// <summary>The same entitlement as the limits engine takes it.</summary>
    public AccountTerms Terms => new(Plan, Tier, Product, Instant.From(WeekAnchor));
}
